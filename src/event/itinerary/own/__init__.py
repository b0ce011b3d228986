"""A guest's own programme: sessions, pickup, hotel, tables, the homeland visit, and what they wish of it."""
