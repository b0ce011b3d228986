"""Guests of a gathering: replies, travel parties, delegations, tickets; online and from Excel."""
