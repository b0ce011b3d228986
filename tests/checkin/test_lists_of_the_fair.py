"""Job seekers come in as guests of a class of their own, booked for the fair, and only for it."""

from datetime import timedelta

import pytest

from event.agenda.tables import AgendaSession
from event.checkin.import_jobs import work_on
from event.database import fetch
from event.errors import Invalid
from event.gathering.keys import keys_of
from event.people.rules import COMMAND_LINE
from event.registration.importing.runs import keep_list, take_list_in
from event.registration.sealed import opened
from tests import cast
from tests.checkin.lists import table, take, told

HEAD = ("reg_no", "name", "phone", "education", "major", "wave", "ticket_no", "registered_at")
FENG = ("J0001", "冯演", "19911100000", "硕士", "管理", "1", "JAA", "2026-09-25T02:53:00+08:00")
SU = ("J0002", "SU Shiyong", "+8619911100001", "本科", "机械", "2", "JBB", "2026-09-26T02:53:00+08:00")


async def _session(held, code: str, title: str) -> AgendaSession:
    made = AgendaSession(gathering=held.id, code=code, title_zh=title, starts_at=cast.NOW)
    await made.save()
    return made


async def test_job_seekers_pass_the_fairs_door_and_no_other_that_wants_a_booking(db: str) -> None:
    held = await cast.gathering()
    fair, talk = await _session(held, "ZP", "“海外人才”招聘会"), await _session(held, "TALK", "座谈会")
    for code, session in (("FAIR-DOOR", fair), ("TALK-DOOR", talk)):
        rule = f'[{{"booked": ["session:{session.code}"]}}]'
        await cast.checkpoint(held, code, kind="session", agenda_session=session.id, rule=rule)

    report = await take("jobfair", table(HEAD, FENG, SU), held)

    assert report.counts == {"create": 2, "update": 0, "skip": 0, "refuse": 0}
    there, elsewhere = (
        await cast.scan(held, "JAA", at="FAIR-DOOR"),
        await cast.scan(held, "JAA", at="TALK-DOOR"),
    )
    assert (there.verdict, there.number, there.class_code) == ("admitted", "J0001", "J")
    assert (elsewhere.verdict, elsewhere.reason) == ("refused", "not_booked")
    row = (await fetch("SELECT g.*, c.counts_as_guest FROM guest g JOIN guest_class c ON c.id = g.guest_class"
                       " WHERE number = 'J0001'"))[0]  # fmt: skip
    assert not row["counts_as_guest"]
    assert row["known_since"] == cast.NOW - timedelta(days=20, hours=6, minutes=7)
    assert opened(await keys_of(held.id), row["id"], row).phone == "+8619911100000"
    assert b"19911100000" not in bytes(row["phone"])
    second = (await fetch("SELECT latin_surname, latin_given FROM guest WHERE number = 'J0002'"))[0]
    assert tuple(second) == ("SU", "Shiyong")


async def test_a_second_time_changes_nothing_and_a_newer_list_what_it_says_otherwise(db: str) -> None:
    held = await cast.gathering()
    await _session(held, "FAIR", "招聘会")
    await take("jobfair", table(HEAD, FENG, SU), held)
    before = await fetch("SELECT id, xmin::text FROM guest ORDER BY id")

    again = await take("jobfair", table(HEAD, FENG, SU), held)
    unchanged = await fetch("SELECT id, xmin::text FROM guest ORDER BY id")
    newer = await take("jobfair", table(HEAD, (*FENG[:4], "经济", "2", "JCC", FENG[7]), SU), held)

    assert told(again) == [("unchanged", []), ("unchanged", [])]
    assert unchanged == before
    assert [(row.outcome, sorted(row.changes)) for row in newer.rows] == [
        ("update", ["answers.major", "answers.wave", "ticket"]), ("unchanged", []),
    ]  # fmt: skip
    aliases = await fetch("SELECT alias FROM ticket ORDER BY alias")
    assert [row["alias"] for row in aliases] == ["JBB", "JCC"]


async def test_which_session_is_asked_where_there_is_no_fair_or_more_than_one(db: str) -> None:
    held = await cast.gathering()
    await _session(held, "A", "上午招聘会")
    await _session(held, "B", "下午招聘会")

    with pytest.raises(Invalid) as refused:
        await take("jobfair", table(HEAD, FENG), held)
    report = await take("jobfair", table(HEAD, FENG), held, session="B")

    assert refused.value.told_fields("en") == {
        "session": "Say which session the list is for. Sessions of the programme: A 上午招聘会、B 下午招聘会."
    }
    assert report.written
    booked = await fetch("SELECT s.code FROM booking b JOIN agenda_session s ON s.id = b.agenda_session")
    assert [row["code"] for row in booked] == ["B"]


async def test_numbers_and_tickets_of_others_are_refused(db: str) -> None:
    held = await cast.gathering()
    await _session(held, "FAIR", "招聘会")
    _, ticket = await cast.lin(held)
    await fetch("UPDATE ticket SET alias = 'AAA' WHERE id = $1", ticket.id)

    report = await take(
        "jobfair",
        table(
            HEAD,
            ("EX2026-001", *FENG[1:]),
            ("J0002", *SU[1:6], "AAA", ""),
            ("G001", *SU[1:6], "", ""),
            ("J0003", "", "12", "", "", "", "JAA", ""),
        ),
        held,
    )

    assert not report.written
    reasons = [" ".join(texts) for _, texts in told(report)]
    assert "reg_no: is the number of 林示例, who is no job seeker." in reasons[0]
    assert "ticket_no: is the ticket of EX2026-001 already." in reasons[1]
    assert "reg_no: is the badge number of EX2026-001 already." in reasons[2]
    assert "name: is missing." in reasons[3]
    assert "ticket_no: stands in row 2 already. Every ticket once." in reasons[3]
    assert [row["number"] for row in await fetch("SELECT number FROM guest")] == ["EX2026-001"]


async def test_the_session_is_chosen_on_the_page_with_the_file(db: str) -> None:
    held = await cast.gathering()
    await _session(held, "A", "上午招聘会")
    await _session(held, "B", "下午招聘会")

    run = await keep_list(
        table(HEAD, FENG), kind="jobfair", file_name="fair.csv", gathering=held, by=COMMAND_LINE, language="en",
        now=cast.NOW, choices={"session": "A"},
    )  # fmt: skip
    await work_on(run, dry_run=True, language="en")
    await take_list_in(run, gathering=held, good_rows=False, approve=False, language="en")
    await work_on(run, dry_run=False, language="en")

    booked = await fetch("SELECT s.code FROM booking b JOIN agenda_session s ON s.id = b.agenda_session")
    assert [row["code"] for row in booked] == ["A"]
