"""What the programme is told by the slices that stand after it."""

from event.agenda.beside import Beside
from event.checkin.attended import came
from event.itinerary.transfers.landing import landings


def provide_beside() -> Beside:
    """Who lands when, and how many came to which session."""
    return Beside(landings, came)
