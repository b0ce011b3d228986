"""How guests come and go: flights, trains, and who is fetched by which vehicle."""
