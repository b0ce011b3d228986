"""Lists going out: column sets, the office's headings, workbooks and text tables."""
