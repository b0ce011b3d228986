"""The ledger after the signing (跟踪台账): dated entries that are only added, and what follows from them."""
