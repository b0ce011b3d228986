"""Running the system as processes."""
