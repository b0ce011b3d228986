"""Reports about who comes and goes how."""
