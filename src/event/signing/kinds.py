"""Every kind of list that can be taken in, with those of the signing; whoever takes lists in asks here."""

from event.checkin.imports import FOR_A_SESSION, KINDS
from event.signing.imports import import_signing
from event.signing.ledger.imports import import_ledger

__all__ = ["FOR_A_SESSION", "KINDS"]

# The pages and jobs that take lists in stand below this slice, so it adds its own to theirs.
KINDS.update(signing=import_signing, ledger=import_ledger)
