"""Every chart and table of a page as a file, or as a piece of somebody's brief."""
