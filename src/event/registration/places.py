"""How many places there are, and how many are free; everything here is read under the gathering's lock."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.database import fetch
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.jobs import ask
from event.language import Message
from event.registration.asking.definition import Kind, RegistrationForm
from event.registration.replies import Reply
from event.registration.rules import KEEPS_CHOICES

_FULL = Message("“{choice}” is full by now. Please choose another one.")
_HOLDING = [standing.value for standing in KEEPS_CHOICES]


@dataclass(frozen=True)
class Limit:
    """One limit and who counts towards it: a class, a delegation, or, with neither, all guests."""

    places: int
    taken: int
    guest_class: UUID | None = None
    delegation: UUID | None = None
    counted: frozenset[UUID] = frozenset()

    def concerns(self, guest_class: UUID, delegation: UUID | None) -> bool:
        """Whether a guest would take one of these places."""
        if self.delegation is not None:
            return delegation == self.delegation
        if self.guest_class is not None:
            return guest_class == self.guest_class
        return guest_class in self.counted

    @property
    def free(self) -> int:
        return self.places - self.taken


async def limits_of(gathering: UUID) -> list[Limit]:
    """The limits of a gathering with the places approved guests have taken."""
    rows = await fetch(
        "WITH taken AS (SELECT guest_class, delegation, count(*) AS n FROM guest"
        "   WHERE gathering = $1 AND standing = 'approved' GROUP BY 1, 2)"
        " SELECT places, NULL::uuid AS class, NULL::uuid AS delegation, coalesce((SELECT sum(n) FROM taken"
        "   JOIN guest_class c ON c.id = taken.guest_class WHERE c.counts_as_guest), 0)::int AS taken,"
        "   ARRAY(SELECT id FROM guest_class WHERE gathering = $1 AND counts_as_guest) AS counted"
        " FROM gathering WHERE id = $1 AND places IS NOT NULL"
        " UNION ALL SELECT places, id, NULL, coalesce((SELECT sum(n) FROM taken WHERE guest_class = c.id), 0)::int,"
        "   '{}' FROM guest_class c WHERE gathering = $1 AND places IS NOT NULL"
        " UNION ALL SELECT places, NULL, id, coalesce((SELECT sum(n) FROM taken WHERE delegation = d.id), 0)::int,"
        "   '{}' FROM delegation d WHERE gathering = $1 AND places IS NOT NULL",
        gathering,
    )
    return [
        Limit(row["places"], row["taken"], row["class"], row["delegation"], frozenset(row["counted"]))
        for row in rows
    ]


def fits(limits: Iterable[Limit], guests: Sequence[tuple[UUID, UUID | None]]) -> bool:
    """Whether guests, each as class and delegation, all find a place."""
    return all(limit.free >= sum(limit.concerns(*guest) for guest in guests) for limit in limits)


async def room_for(gathering: Gathering, replies: Sequence[Reply]) -> bool:
    """Whether all of a party find a place; under the gathering's lock."""
    return fits(await limits_of(gathering.id), [(one.guest_class, one.delegation) for one in replies])


async def choices_taken(gathering: UUID, form: RegistrationForm) -> dict[tuple[str, str], int]:
    """How many have chosen each answer that has a limit, by question and answer."""
    keys = [
        question.key
        for question in form.questions
        if any(option.places is not None for option in question.options)
    ]
    if not keys:
        return {}
    rows = await fetch(
        "SELECT q.key, chosen.answer, count(*) AS n FROM guest g CROSS JOIN unnest($2::text[]) AS q (key)"
        " CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(CASE jsonb_typeof(g.answers -> q.key)"
        "   WHEN 'array' THEN g.answers -> q.key WHEN 'string' THEN jsonb_build_array(g.answers -> q.key)"
        "   ELSE '[]' END) AS answer) chosen"
        " WHERE g.gathering = $1 AND g.standing = ANY($3) GROUP BY 1, 2",
        gathering, keys, _HOLDING,
    )  # fmt: skip
    return {(row["key"], row["answer"]): row["n"] for row in rows}


@dataclass(frozen=True)
class SessionOffer:
    """A session guests may choose; `free` is None without a limit."""

    code: str
    title_zh: str
    title_en: str
    starts_at: Any
    free: int | None


async def sessions_offered(gathering: UUID) -> list[SessionOffer]:
    """The sessions of the programme in order, with the places that are left."""
    rows = await fetch(
        "SELECT s.code, s.title_zh, s.title_en, s.starts_at, s.capacity,"
        " (SELECT count(*) FROM booking b WHERE b.agenda_session = s.id) AS taken"
        " FROM agenda_session s WHERE s.gathering = $1 AND s.cancelled_at IS NULL ORDER BY s.starts_at, s.position, s.code",
        gathering,
    )
    return [
        SessionOffer(
            row["code"], row["title_zh"], row["title_en"], row["starts_at"],
            None if row["capacity"] is None else max(0, row["capacity"] - row["taken"]),
        )
        for row in rows
    ]  # fmt: skip


async def take_choices(
    gathering: Gathering,
    form: RegistrationForm,
    replies: Sequence[tuple[UUID, Reply]],
    *,
    now: Any,
    before: dict[str, list[str]] | None = None,
) -> None:
    """Take the places of what guests chose, under the gathering's lock, after their answers are written.

    Raises Invalid where more have chosen than there are places. `before`: what the one guest had chosen
    already, which is not refused now.
    """
    problems: dict[str, Problem] = {}
    kept = before or {}
    wanted = dict.fromkeys(
        (question.key, answer)
        for _, reply in replies
        for question in form.questions
        if question.kind in (Kind.CHOICE, Kind.CHOICES)
        for answer in listed(reply.answers.get(question.key))
        if answer not in kept.get(question.key, [])
    )
    taken = await choices_taken(gathering.id, form)
    for key, answer in wanted:
        if is_over(form, taken, key, answer):
            problems[key] = Problem(_FULL, {"choice": _said(form, key, answer)})
    offers = {offer.code: offer for offer in await sessions_offered(gathering.id)}
    sessions = Counter(
        code
        for _, reply in replies
        for code in listed(reply.answers.get("sessions"))
        if code not in kept.get("sessions", [])
    )
    for code, number in sessions.items():
        offer = offers.get(code)
        if offer and offer.free is not None and number > offer.free:
            problems["sessions"] = Problem(_FULL, {"choice": offer.title_zh})
    if problems:
        raise Invalid(problems)
    await book(gathering.id, [(guest, reply.answers.get("sessions")) for guest, reply in replies], now=now)


def is_over(form: RegistrationForm, taken: dict[tuple[str, str], int], key: str, answer: str) -> bool:
    """Whether more have chosen an answer than there are places."""
    question = form.question(key)
    option = question.option(answer) if question else None
    return option is not None and option.places is not None and taken.get((key, answer), 0) > option.places


def _said(form: RegistrationForm, key: str, answer: str) -> str:
    question = form.question(key)
    option = question.option(answer) if question else None
    return option.words.said("zh-Hans") if option else answer


async def book_what_is_free(gathering: UUID, guest: UUID, wanted: Any, *, now: Any) -> None:
    """Book somebody who moved up from the waiting list for the chosen sessions that still have places."""
    free = {offer.code for offer in await sessions_offered(gathering) if offer.free is None or offer.free > 0}
    await book(gathering, [(guest, [code for code in listed(wanted) if code in free])], now=now)


async def book(gathering: UUID, wanted: Sequence[tuple[UUID, Any]], *, now: Any) -> None:
    """Book guests for the sessions of their answers; what they signed up for on their own pages stays."""
    pairs = [(guest, code) for guest, codes in wanted for code in listed(codes)]
    guests = [guest for guest, _ in wanted]
    await fetch(
        "DELETE FROM booking b USING agenda_session s WHERE s.id = b.agenda_session AND b.guest = ANY($1::uuid[]) AND NOT b.chosen"
        " AND NOT EXISTS (SELECT 1 FROM unnest($2::uuid[], $3::text[]) AS w (guest, code)"
        "   WHERE w.guest = b.guest AND (w.code = s.code OR position(w.code IN s.title_zh) > 0))",
        guests, [guest for guest, _ in pairs], [code for _, code in pairs],
    )  # fmt: skip
    await move_up_where_free(gathering)
    if pairs:
        await fetch(
            "INSERT INTO booking (id, agenda_session, guest, booked_at)"
            " SELECT gen_random_uuid(), s.id, w.guest, $2"
            " FROM unnest($3::uuid[], $4::text[]) AS w (guest, code)"
            " JOIN agenda_session s ON s.gathering = $1 AND s.code = w.code AND s.cancelled_at IS NULL"
            " ON CONFLICT ON CONSTRAINT booking_once DO NOTHING",
            gathering, now, [guest for guest, _ in pairs], [code for _, code in pairs],
        )  # fmt: skip
        await fetch(
            "DELETE FROM session_waiting q USING booking b WHERE b.agenda_session = q.agenda_session AND b.guest = q.guest"
            " AND b.guest = ANY($1::uuid[])",
            guests,
        )


async def give_up_choices(guest: UUID) -> None:
    """Free the places of somebody who does not come; what they were is kept of those that reports look back at."""
    for table in GIVEN_UP:
        await fetch(
            "INSERT INTO given_up_place (id, guest, kind, place)"  # noqa: S608 - our own names
            f" SELECT gen_random_uuid(), guest, '{table}', to_jsonb(t) FROM {table} t WHERE guest = $1",
            guest,
        )
    for table in TAKEN_OVER:
        await fetch(f"DELETE FROM {table} WHERE guest = $1", guest)  # noqa: S608 - our own names
    for row in await fetch("SELECT gathering FROM guest WHERE id = $1", guest):
        await move_up_where_free(row["gathering"])


async def move_up_where_free(gathering: UUID) -> None:
    """Ask that who waits for a session moves up, where somebody waits at all; inside the caller's `writing()`."""
    if await fetch(
        "SELECT 1 FROM session_waiting q JOIN agenda_session s ON s.id = q.agenda_session WHERE s.gathering = $1 LIMIT 1",
        gathering,
    ):
        await ask("agenda.move_up", gathering=gathering)


GIVEN_UP = ("vehicle_seat", "rooming", "transfer", "seat", "match_booking")
"""Tables whose rows are kept as given up when their guest does not come."""
TAKEN_OVER = ("booking", "session_waiting", "freed_place", *GIVEN_UP)
"""Tables whose rows name a guest's places: a substitute takes them over. A slice with places adds its own."""


async def take_over(old: UUID, new: UUID) -> None:
    """Hand every place of one guest to another: sessions, and what slices above keep."""
    for table in TAKEN_OVER:
        await fetch(f"UPDATE {table} SET guest = $2 WHERE guest = $1", old, new)  # noqa: S608 - our own names


def listed(answer: Any) -> list[str]:
    if answer is None:
        return []
    return [answer] if isinstance(answer, str) else [str(one) for one in answer]
