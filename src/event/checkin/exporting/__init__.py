"""The programme with its checkpoints going out as the office's own workbook."""
