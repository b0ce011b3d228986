"""The homeland visit: routes, vehicles and who rides on which."""
