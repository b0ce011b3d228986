"""Reports about the doors: who came when, who is missing, what was refused."""
