"""Invitation letters for visas: who asked for one, and which are issued."""
