"""Tickets issued elsewhere admit by their own text; ours of the same guest go on admitting."""

from datetime import timedelta

from event.database import fetch
from event.gathering.keys import keys_of
from event.people.rules import COMMAND_LINE
from event.registration.operations import reissue_ticket
from event.registration.tables import Ticket
from event.registration.tickets import ticket_text
from tests import cast
from tests.checkin.lists import table, take, told

HEAD = ("ticket_no", "holder_no", "badge_no", "issued_at", "voided_at", "void_reason", "replaced_by")
ISSUED, VOIDED = "2026-10-09T10:00:00+08:00", "2026-10-15T08:30:00+08:00"


async def _ours(held, ticket: Ticket) -> str:
    """The text of the QR that we have printed for a ticket."""
    keys = await keys_of(held.id)
    key_id = keys.signing_key_id
    return ticket_text(
        key=keys.signing[key_id],
        key_id=key_id,
        generation=ticket.generation,
        gathering=held.number,
        ticket=ticket.number,
    )


async def test_a_ticket_from_elsewhere_and_our_own_of_the_same_guest_both_admit(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    await cast.chen(held)
    ours = await _ours(held, ticket)

    report = await take(
        "tickets",
        table(HEAD, ("AAA", "EX2026-001", "G900", ISSUED), ("BBB", "EX2026-002", "G901", ISSUED)),
        held,
    )

    assert report.counts == {"create": 0, "update": 2, "skip": 0, "refuse": 0}
    first, second = await cast.scan(held, "AAA"), await cast.scan(held, ours)
    assert (first.verdict, first.name_zh, first.badge_number) == ("admitted", "林示例", "G900")
    assert (second.verdict, second.number) == ("already_in", "EX2026-001")
    assert (await cast.scan(held, "BBB")).verdict == "admitted"
    assert (await cast.scan(held, "CCC")).reason == "unknown_ticket"


async def test_a_second_time_changes_nothing(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    content = table(
        HEAD,
        ("AAA", "EX2026-001", "G900", ISSUED, VOIDED, "lost", "BBB"),
        ("BBB", "EX2026-001", "G901", VOIDED),
    )

    first, second = await take("tickets", content, held), await take("tickets", content, held)

    assert (first.counts["update"], first.counts["create"]) == (1, 1)
    assert told(second) == [("unchanged", []), ("unchanged", [])]
    rows = await fetch("SELECT alias, badge_number, voided_at IS NULL AS stands FROM ticket ORDER BY number")
    assert [tuple(row) for row in rows] == [("AAA", "G900", False), ("BBB", "G901", True)]


async def test_a_void_ticket_is_refused_from_its_time_on_and_admits_before(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.lin(held)
    await take(
        "tickets",
        table(
            HEAD, ("AAA", "EX2026-001", "G900", ISSUED, VOIDED, "lost"), ("BBB", "EX2026-001", "G901", VOIDED)
        ),
        held,
    )

    before = await cast.scan(held, "AAA", when=cast.NOW - timedelta(minutes=31))
    after = await cast.scan(held, "AAA", when=cast.NOW)
    new = await cast.scan(held, "BBB", when=cast.NOW)

    assert (before.verdict, after.reason, new.verdict) == ("admitted", "void", "already_in")


async def test_texts_and_badge_numbers_may_change_places(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)
    one, two = ("AAA", "EX2026-001", "G001", ISSUED), ("BBB", "EX2026-002", "G002", ISSUED)
    await take("tickets", table(HEAD, one, two), held)

    report = await take(
        "tickets",
        table(HEAD, ("AAA", "EX2026-001", "G002", ISSUED), ("BBB", "EX2026-002", "G001", ISSUED)),
        held,
    )

    assert report.written
    rows = await fetch("SELECT alias, badge_number FROM ticket ORDER BY alias")
    assert [tuple(row) for row in rows] == [("AAA", "G002"), ("BBB", "G001")]


async def test_badges_issued_afterwards_have_numbers_after_those_of_the_list(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await take("tickets", table(HEAD, ("AAA", "EX2026-001", "G159", ISSUED)), held)

    again = await reissue_ticket(lin.id, gathering=held, reason="lost", by=COMMAND_LINE, now=cast.NOW)

    assert again.badge_number == "G160"


async def test_rows_that_cannot_be_are_refused_with_what_to_do_and_nothing_is_saved(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)

    report = await take(
        "tickets",
        table(
            HEAD,
            ("AAA", "EX2026-001", "G900", ISSUED),
            ("AAA", "EX2026-002", "G901", ISSUED),
            ("BBB", "EX2026-009", "G902", ISSUED),
            ("CCC", "EX2026-001", "G903", ISSUED),
            ("DDD", "EX2026-002", "G900", "yesterday"),
            ("EV:X", "EX2026-002", "", VOIDED, ISSUED),
        ),
        held,
    )

    assert not report.written
    reasons = [" ".join(texts) for outcome, texts in told(report) if outcome == "refuse"]
    assert len(reasons) == 5
    assert "ticket_no: stands in row 2 already." in reasons[0]
    assert (
        "holder_no: There is no guest with this number. Import the list with this guest first." in reasons[1]
    )
    assert "voided_at: EX2026-001 has another ticket that is not void." in reasons[2]
    assert "issued_at: “yesterday” is no day and time; write 2026-10-15 15:20" in reasons[3]
    assert "badge_no: EX2026-001 has this badge number too." in reasons[3]
    assert "ticket_no: begins like a ticket of this system." in reasons[4]
    assert "badge_no: is missing." in reasons[4]
    assert "voided_at: a ticket cannot be void before it is issued." in reasons[4]
    assert [row["alias"] for row in await fetch("SELECT alias FROM ticket")] == ["", ""]


async def test_a_ticket_that_is_void_here_stays_void_although_the_list_does_not_know(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await reissue_ticket(lin.id, gathering=held, reason="lost", by=COMMAND_LINE, now=cast.NOW)

    report = await take("tickets", table(HEAD, ("AAA", "EX2026-001", "G900", ISSUED)), held)

    assert told(report) == [
        ("update", ["voided_at: the ticket is void here since 2026-10-15 09:00; it stays so."])
    ]
    rows = await fetch("SELECT alias, voided_at IS NULL AS stands FROM ticket ORDER BY number")
    assert [tuple(row) for row in rows] == [("AAA", False), ("", True)]
