"""What the office's workbooks have no place for: columns behind its own, and sheets beside its own."""
