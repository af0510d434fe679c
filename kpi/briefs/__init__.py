"""Briefings: one brief is composed once, in no format, and rendered by a writer for each format."""
