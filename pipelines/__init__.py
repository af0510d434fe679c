"""From files as received to a published release. The app starts these by name and imports none of them."""
