"""What has changed for a guest, shown above the own programme and in its PDF.

The one place for it: notices of publications (`visit_notice`) belong here as soon as publishing writes them.
"""

from event.itinerary.own.programme import OwnProgramme, Transfer
from event.itinerary.transfers.tables import ServiceState
from event.language import Message, translated
from event.templating import clock

_DELAYED = Message("{number} is late: it is now expected at {time}. Your pickup waits for you.")
_LATE = Message("{number} is late. Your pickup waits for you.")
_CANCELLED = Message("{number} is cancelled. Please call your liaison or the office.")


def news_of(own: OwnProgramme, *, language: str) -> list[str]:
    """Sentences about what is not as it was planned: so far, what the boards say of the guest's flight or train."""
    one = own.arrival
    if one is None or one.state not in (ServiceState.DELAYED, ServiceState.CANCELLED):
        return []
    return [translated(_sentence(one), language).format(number=one.number, time=clock(one.expected_at))]


def _sentence(one: Transfer) -> Message:
    if one.state == ServiceState.CANCELLED:
        return _CANCELLED
    return _DELAYED if one.expected_at else _LATE
