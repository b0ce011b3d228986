"""Lists that come in and go out: reading, comparing, taking in, undoing, exporting."""
