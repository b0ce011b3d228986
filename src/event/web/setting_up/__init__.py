"""Setting up a gathering step by step: each step can be left, taken up again and skipped; nothing typed is lost."""
