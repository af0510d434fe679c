"""The parts of the metric page."""
