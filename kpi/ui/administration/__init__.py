"""The parts of the 관리 page: every one asks and acts through rooms that check the viewer and record it."""
