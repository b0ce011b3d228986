"""A small gathering in which everybody who could write something wrote what is meant to break a page."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

from event.agenda.seating.operations import add_guests, seat_in_order
from event.agenda.seating.plans import PlanTold, make_plan
from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE, SYSTEM
from event.piccolo_conf import TABLES
from event.registration.visa.operations import issue_letters
from event.signing.ledger.forms import StageEntryTold
from event.signing.ledger.operations import add_entry
from tests import cast
from tests.printing.centre.every import items_of_the_first_session
from tests.printing.visit.visiting import visit
from tests.signing.lists import SIGNING, take

HOSTILE = (
    "<script>alert(1)</script></style></title><style>*{display:none}</style>\"'{{ 7*7 }}{% x %}&lt;"
    "<img src=file:///etc/passwd><link rel=attachment href=file:///etc/passwd>\u202egnp.exe\u2066مرحبا\u2069"
    + "W" * 1200
    + "字" * 1200
).ljust(3000, "x")
_WRITTEN = re.compile(
    r"name|title|address|place|fact|remark|host|attendees|organisation|muster|model|sign$|courtesy|cue|responsible|audio_video"
    r"|surname|given|service_team|origin|terminal"
)
_NOT_WRITTEN = {"party_place", "sign_in_name", "name_key", "place", "file_name", "by_name"}
_NOT_THEIRS = {
    "agreement_type", "follow_up", "users", "device", "print_station", "badge_picture", "column_set", "import_run", "person", "scan",
    "gathering_key", "guest_class", "seat_plan",
}  # fmt: skip
"""What is no text of theirs, must be told apart, or is never changed."""


async def the_hostile_gathering() -> Gathering:
    """A programme, a visit with a hotel, a letter, an agreement with its ledger, all of them hostile."""
    held = await cast.gathering(
        office_address="示例县人民路1号", office_phone="+86 590 0000 0000", letter_costs="自理"
    )
    await visit(held)
    lin, _ = await cast.lin(
        held, birth_date=date(1971, 3, 9), sex="F", document_kind="外国护照", document_number="X12345678",
        answers={"visa_letter": "yes", "consulate": "中国驻美国使领馆"}, email="letter@example.com",
    )  # fmt: skip
    await issue_letters([lin.id], gathering=held, by=SYSTEM, now=cast.NOW)
    await AgendaSession(
        id=uuid4(), gathering=held.id, code="A1", title_zh="开幕式", title_en="Opening", starts_at=datetime(2026, 10, 15, 1, tzinfo=UTC)
    ).save()  # fmt: skip
    await items_of_the_first_session(held)
    assert (await take("signing", SIGNING.read_bytes(), held)).written
    told = StageEntryTold(stage="signed", day=date(2026, 10, 16))
    await add_entry("P01", told, gathering=held, by=COMMAND_LINE, now=datetime(2026, 10, 16, 3, tzinfo=UTC))
    who = {"gathering": held, "by": SYSTEM, "now": cast.NOW}
    plan = await make_plan(PlanTold("晚宴", session="A1", rows="2×10"), **who)
    await add_guests([lin.id], plan=plan, **who)
    await seat_in_order(plan=plan, **who)
    await _write_everywhere()
    changed = await Gathering.objects().get(Gathering.id == held.id)
    assert changed
    return changed


async def _write_everywhere() -> None:
    """What people write, in as many characters as fit."""
    for table in TABLES:
        name = table._meta.tablename  # noqa: SLF001 - Piccolo's own way
        if name in _NOT_THEIRS:
            continue
        for column in table._meta.columns:  # noqa: SLF001 - Piccolo's own way
            field = column._meta.name  # noqa: SLF001 - Piccolo's own way
            if (
                type(column).__name__ in ("Varchar", "Text")
                and _WRITTEN.search(field)
                and field not in _NOT_WRITTEN
            ):
                length = getattr(column, "length", None) or len(HOSTILE)
                await fetch(f'UPDATE "{name}" SET "{field}" = $1 WHERE "{field}" <> $2', HOSTILE[:length], "")
