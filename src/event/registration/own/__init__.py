"""The guest's own page: the ticket, changes, withdrawal, data."""
