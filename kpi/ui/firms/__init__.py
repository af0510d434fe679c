"""The parts of the firms' page."""
