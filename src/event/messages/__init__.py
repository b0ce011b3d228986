"""Mails to guests: written with the decision that causes them, delivered by a job."""
