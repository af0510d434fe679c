"""The briefing page: a document chosen, seen as it will be, and made in every format."""
