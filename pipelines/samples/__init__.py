"""Sample records: synthetic firm-level files, seeded, adding up to every published total."""
