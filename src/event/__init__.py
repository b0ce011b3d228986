"""The gathering of a federation of returned overseas Chinese, from the first reply to the last scan."""
