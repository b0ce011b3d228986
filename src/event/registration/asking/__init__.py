"""The registration form of a gathering: what it asks, how answers are read, and drafts of them."""
