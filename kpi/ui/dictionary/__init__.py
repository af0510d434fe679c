"""The parts of the dictionary page."""
