"""이력: what came in, what was released, what is in work, and the way back."""
