"""Who signs in and how: local accounts, an OpenID provider, or the sample people of a demo; one session table."""
