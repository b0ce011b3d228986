"""Own sign-up for sessions: places, waves, the waiting list."""
