"""The parts of the submit page: a file on its way from the drop to a release."""
