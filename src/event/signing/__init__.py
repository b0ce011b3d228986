"""The signing ceremony: projects and agreements, who signs what in which order, and what became of it for years."""
