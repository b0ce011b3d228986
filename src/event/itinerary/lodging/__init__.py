"""Where guests sleep and sit: hotels, rooms, banquet tables."""
