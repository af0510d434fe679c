"""The floor of every page: one widget and one line of text, served as the product is."""
