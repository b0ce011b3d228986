"""The lists of the signing among those that can be taken in; whoever takes lists in imports this."""

from event.checkin.imports import KINDS
from event.signing.imports import import_signing
from event.signing.ledger.imports import import_ledger

KINDS |= {"signing": import_signing, "ledger": import_ledger}
