"""Where the homeland visit goes: stops, canteens, and how long a bus is on the way between any two places."""
