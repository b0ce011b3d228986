"""Planning the homeland visit: dataclasses in, a plan out; no database, no clock of its own."""
