"""A small named cast: the gathering of Example County and the people tests speak of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.checkin.answers import Answer
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.checkin.tables import Checkpoint
from event.database import writing
from event.gathering.operations import found
from event.gathering.tables import Gathering, GuestClass
from event.people.rules import COMMAND_LINE
from event.registration.adding import add_guest, issue_ticket
from event.registration.replies import Reply
from event.registration.tables import Guest, Source, Standing, Ticket

NOW = datetime(2026, 10, 15, 1, 0, tzinfo=UTC)
"""Nine in the morning of the first day, where the gathering is."""


async def gathering(**columns: Any) -> Gathering:
    """Example County's third gathering, 15 to 17 October 2026, open for replies."""
    return await found(
        columns.pop("title_zh", "2026示例县第三届示例活动"),
        first_day=date(2026, 10, 15),
        last_day=date(2026, 10, 17),
        by=COMMAND_LINE,
        now=NOW - timedelta(days=60),
        **{
            "slug": "example", "title_en": "Third Example Gathering", "number_prefix": "EX2026",
            "federation_zh": "示例县侨联", "federation_en": "Example County Federation",
            "place_zh": "示例县", "registration_opens": NOW - timedelta(days=50), "place_en": "Example County",
        }
        | columns,
    )  # fmt: skip


async def class_of(held: Gathering, code: str = "G") -> GuestClass:
    return await GuestClass.objects().get((GuestClass.gathering == held.id) & (GuestClass.code == code))


async def guest(
    held: Gathering, *, standing: Standing = Standing.APPROVED, code: str = "G", **reply: Any
) -> tuple[Guest, Ticket | None]:
    """Somebody in the list, with a ticket if approved."""
    guest_class = await class_of(held, code)
    async with writing():
        made = await add_guest(
            held, reply=Reply(guest_class=guest_class.id, **reply), standing=standing,
            source=Source.DESK, now=NOW,
        )  # fmt: skip
        ticket = await issue_ticket(held, made, now=NOW) if standing is Standing.APPROVED else None
    return made, ticket


async def lin(held: Gathering, **reply: Any) -> tuple[Guest, Ticket | None]:
    """林示例 of the United States, a guest with a ticket."""
    return await guest(
        held,
        **{
            "name_zh": "林示例", "latin_surname": "LIN", "latin_given": "Shili", "residence": "US",
            "nationality": "US", "email": "shili.lin@example.com", "phone": "+12125550100",
        }
        | reply,
    )  # fmt: skip


async def chen(held: Gathering, **reply: Any) -> tuple[Guest, Ticket | None]:
    """陳樣本 of Hong Kong, written in traditional characters."""
    return await guest(
        held,
        **{
            "name_zh": "陳樣本", "latin_surname": "CHAN", "latin_given": "Yeung Pun", "residence": "HK",
            "nationality": "CN", "email": "yp.chan@example.com", "phone": "+85221000000",
        }
        | reply,
    )  # fmt: skip


async def checkpoint(held: Gathering, code: str = "REG", **columns: Any) -> Checkpoint:
    """A place where tickets are scanned; the arrival desk unless said otherwise."""
    made = Checkpoint(
        id=uuid4(), gathering=held.id, code=code,
        **{"name_zh": "报到处", "name_en": "Arrival desk", "kind": "arrival"} | columns,
    )  # fmt: skip
    await made.save()
    return made


async def scan(
    held: Gathering, text: str, *, at: str = "REG", scan_id: UUID | None = None, when: datetime = NOW
) -> Answer:
    """One scan, as a scanner sends it."""
    sent = Scanned(scan_id or uuid4(), at, text, when, "N")
    (answer,) = await record_scans([sent], gathering=held, by=None, now=NOW)
    return answer
