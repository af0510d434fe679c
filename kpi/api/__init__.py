"""The numbers of the pages for programs, below `/api/v1/`: the same queries, the same rights, the same disclosure."""
