"""What has changed for a guest, shown above the own programme and on its paper, until they have read it."""

from dataclasses import dataclass

from event.agenda.publishing.noticing import programme_news
from event.gathering.tables import Gathering
from event.itinerary.own.programme import OwnProgramme, Transfer
from event.itinerary.planning.noticing import news_in, notices_of
from event.itinerary.planning.words import Said
from event.itinerary.transfers.tables import ServiceState
from event.language import Message, translated
from event.registration.tables import Guest
from event.templating import clock

_DELAYED = Message("{number} is late: it is now expected at {time}. Your pickup waits for you.")
_LATE = Message("{number} is late. Your pickup waits for you.")
_CANCELLED = Message("{number} is cancelled. Please call your liaison or the office.")


@dataclass(frozen=True)
class News:
    """Sentences of the office and of the boards, and what of the visit is not as it was.

    `unread`: something of it goes away once the guest says that they have read it.
    """

    sentences: tuple[str, ...] = ()
    changes: tuple[Said, ...] = ()
    unread: bool = False


async def news_of(guest: Guest, own: OwnProgramme, gathering: Gathering, *, language: str) -> News:
    """What publications changed since the guest read it last, and what the boards say of their flight or train."""
    told = news_in(await notices_of(guest.id), language=language, zone=gathering.zone)
    flight = (_flight(own.arrival, language),) if own.arrival and own.arrival.state in _TOLD else ()
    programme = await programme_news(guest, gathering, language=language)
    return News((*flight, *programme, *told.words), told.changes, unread=bool(told.changes or told.words))


_TOLD = (ServiceState.DELAYED, ServiceState.CANCELLED)


def _flight(one: Transfer, language: str) -> str:
    return translated(_sentence(one), language).format(number=one.number, time=clock(one.expected_at))


def _sentence(one: Transfer) -> Message:
    if one.state == ServiceState.CANCELLED:
        return _CANCELLED
    return _DELAYED if one.expected_at else _LATE
