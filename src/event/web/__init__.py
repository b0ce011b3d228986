"""The application: security, error pages, health, and every slice's routes put together."""
