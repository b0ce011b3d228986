"""Reports about the homeland visit."""
