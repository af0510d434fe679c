"""What people of a zone have written of its year, and the dialog to write it in."""
