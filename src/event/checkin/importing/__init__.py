"""Lists of the door: checkpoints, tickets issued elsewhere, job seekers, the log of another scanner."""
