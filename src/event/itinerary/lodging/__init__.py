"""Where guests sleep and sit: hotels, rooms, the list of tables."""
