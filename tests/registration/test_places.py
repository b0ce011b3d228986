"""Places are given out once: by limit of gathering, class, delegation and answer, under any number of hands."""

import asyncio

from msgspec import structs

from event.database import Busy, fetch
from event.errors import Invalid
from event.gathering.tables import Gathering, GuestClass
from event.people.rules import SYSTEM
from event.registration.asking.definition import Option, RegistrationForm, Words
from event.registration.asking.operations import save_form
from event.registration.asking.reading import Registration
from event.registration.asking.standard import STANDARD
from event.registration.deciding import decide
from event.registration.errors import NoPlaceLeft
from event.registration.limits import Limits, set_limits
from event.registration.operations import register
from event.registration.replies import Reply
from event.registration.tables import Delegation, Guest, Standing
from tests import cast
from tests.cast import NOW

EVERYBODY = 200
PLACES = 10


async def _reply(held: Gathering, number: int, code: str = "G", **told: object) -> Reply:
    guest_class = await cast.class_of(held, code)
    return Reply(
        guest_class=guest_class.id, name_zh=f"林例{number}", residence="US", email=f"guest{number}@example.com", **told
    )  # fmt: skip


async def _standings() -> dict[str, int]:
    rows = await fetch("SELECT standing, count(*) AS n FROM guest GROUP BY 1")
    return {row["standing"]: row["n"] for row in rows}


async def _register(held: Gathering, reply: Reply, **told: object) -> Guest:
    """As a browser does: where all connections are in use, once more."""
    while True:
        try:
            return await register(held, reply=reply, now=NOW, **told)  # type: ignore[arg-type]
        except Busy:
            continue


async def test_two_hundred_at_once_get_the_last_ten_places_and_no_more(db: str) -> None:
    held = await cast.gathering(places=PLACES)
    replies = [await _reply(held, number) for number in range(EVERYBODY)]

    await asyncio.gather(*(_register(held, reply) for reply in replies))

    assert await _standings() == {"approved": PLACES, "waitlisted": EVERYBODY - PLACES}
    tickets = await fetch("SELECT count(*) AS n, count(DISTINCT badge_number) AS numbers FROM ticket")
    assert [tuple(row) for row in tickets] == [(PLACES, PLACES)]


async def test_a_limited_answer_is_chosen_by_as_many_as_it_has_places(db: str) -> None:
    held = await cast.gathering()
    form = await save_form(
        held, _with_routes(Option("A", Words("A线"), 3), Option("B", Words("B线"))), by=SYSTEM, now=NOW
    )
    replies = [await _reply(held, number, answers={"route_1": "A"}) for number in range(20)]

    done = await asyncio.gather(
        *(_register(held, reply, form=form) for reply in replies), return_exceptions=True
    )

    refused = [one for one in done if isinstance(one, Invalid)]
    assert (len(done) - len(refused), len(refused)) == (3, 17)
    assert {one.problems["route_1"].told("en") for one in refused} == {
        "“A线” is full by now. Please choose another one."
    }
    assert (
        await register(held, reply=await _reply(held, 99, answers={"route_1": "B"}), form=form, now=NOW)
    ).standing == "approved"


def _with_routes(*options: Option) -> RegistrationForm:
    sections = tuple(
        structs.replace(
            section,
            questions=tuple(
                structs.replace(one, options=options) if one.key == "route_1" else one
                for one in section.questions
            ),
        )
        for section in STANDARD.sections
    )
    return RegistrationForm(sections)


async def test_classes_and_delegations_have_limits_of_their_own(db: str) -> None:
    held = await cast.gathering()
    delegation = Delegation(gathering=held.id, code="D01", name_zh="北美代表团", places=1)
    await delegation.save()
    await GuestClass.update({GuestClass.places: 1}).where(GuestClass.code == "D")

    standings = [
        (await register(held, reply=await _reply(held, number, code, delegation=of), now=NOW)).standing
        for number, (code, of) in enumerate((("D", None), ("D", None), ("G", delegation.id), ("G", delegation.id), ("G", None)))
    ]  # fmt: skip

    assert standings == ["approved", "waitlisted", "approved", "waitlisted", "approved"]


async def test_a_family_comes_together_or_waits_together(db: str) -> None:
    held = await cast.gathering(places=3)
    for number in range(2):
        await register(held, reply=await _reply(held, number), now=NOW)

    family = Registration(await _reply(held, 10), (await _reply(held, 11),))

    main = await register(held, reply=family, now=NOW)

    assert main.standing == "waitlisted"
    assert await _standings() == {"approved": 2, "waitlisted": 2}


async def test_who_has_waited_longest_moves_up_when_a_place_is_free_or_made(db: str) -> None:
    held = await cast.gathering(places=1)
    first, second, third = [await register(held, reply=await _reply(held, n), now=NOW) for n in range(3)]

    await decide(first.id, Standing.WITHDRAWN, gathering=held, by=SYSTEM, now=NOW)
    assert await _standing(second) == "approved"
    assert await _standing(third) == "waitlisted"
    await set_limits(Limits(2, {}, {}), gathering=held, by=SYSTEM, now=NOW)

    assert await _standing(third) == "approved"
    mails = await fetch("SELECT occasion FROM mail WHERE guest = $1 ORDER BY created_at, occasion", third.id)
    assert sorted(row["occasion"] for row in mails) == ["approved", "waitlisted"]


async def _standing(guest: Guest) -> str:
    (row,) = await fetch("SELECT standing FROM guest WHERE id = $1", guest.id)
    return str(row["standing"])


async def test_staff_approve_nobody_beyond_the_places(db: str) -> None:
    held = await cast.gathering(places=1)
    await register(held, reply=await _reply(held, 1), now=NOW)
    waiting = await register(held, reply=await _reply(held, 2), now=NOW)

    done = await asyncio.gather(
        decide(waiting.id, Standing.APPROVED, gathering=held, by=SYSTEM, now=NOW), return_exceptions=True
    )

    assert [type(one) for one in done] == [NoPlaceLeft]
    assert await _standing(waiting) == "waitlisted"
