"""The parts of the comparison of zones."""
