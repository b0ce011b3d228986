"""Where everything on paper is asked for."""
