"""Matchmaking (对接洽谈): units of the county at zones, guests in slots of some minutes."""
