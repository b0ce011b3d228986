"""The day of the homeland visit: roll calls of buses, routes that run late, head counts, and the guide's page."""
