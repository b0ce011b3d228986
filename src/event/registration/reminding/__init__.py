"""Writing to many guests at once: what is missing in their replies, and that the programme has changed."""
