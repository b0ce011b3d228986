"""The door: checkpoints, scans, and the arrivals they make."""
