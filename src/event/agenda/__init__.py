"""The programme: sessions by day and hall, and who booked which."""
