"""The edition itself: what it is called, when and where it is, and who may come."""
