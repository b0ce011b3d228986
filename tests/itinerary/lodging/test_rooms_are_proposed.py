"""Proposed rooms: beds are never exceeded, strangers of two sexes never paired, and who has a room keeps it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from event.itinerary.lodging.beds import Beds
from event.itinerary.lodging.proposing import Options, Proposal, propose_rooms
from event.itinerary.lodging.rules import most_at_once
from tests.itinerary.lodging.houses import SINGLE, TWIN, hotel, house, key, nights, person, room


def given_rooms(beds: Beds, proposal: Proposal) -> dict[str, str]:
    """Room by guest, “–” for a hotel without a room."""
    return {
        beds.people[guest].number: beds.rooms[place.room].number if place.room else "–"
        for guest, place in sorted(proposal.places.items())
    }


def said(proposal: Proposal) -> list[str]:
    return [remark.told("en") for remark in proposal.remarks]


def test_two_of_one_sex_share_and_who_wants_to_be_alone_gets_a_single_room() -> None:
    beds = house(
        [hotel()], [room(301), room(501, beds=1)],
        [person(1, of=1), person(2, of=1), person(3, of=1, wish=SINGLE)],
    )  # fmt: skip

    assert given_rooms(beds, propose_rooms(beds)) == {"EX-001": "301", "EX-002": "301", "EX-003": "501"}


def test_who_has_a_room_keeps_it_and_the_own_party_joins_them() -> None:
    beds = house(
        [hotel()], [room(301), room(302)],
        [person(1, room=301, party=7), person(2, "M", of=1), person(3, "M", of=1, party=7)],
    )  # fmt: skip

    assert given_rooms(beds, propose_rooms(beds)) == {"EX-002": "302", "EX-003": "301"}


def test_companions_who_named_each_other_share_although_of_two_sexes() -> None:
    beds = house([hotel()], [room(301), room(302)], [person(1, with_=[2]), person(2, "M", with_=[1])])

    assert given_rooms(beds, propose_rooms(beds)) == {"EX-001": "301", "EX-002": "301"}


def test_spare_rooms_are_kept_and_no_more_rooms_of_a_type_are_given_than_the_hotel_keeps() -> None:
    beds = house(
        [hotel(**{TWIN: 1})], [room(301), room(302), room(303, spare=True)],
        [person(1, of=1), person(2, "M", of=1)],
    )  # fmt: skip

    proposal = propose_rooms(beds)

    assert (given_rooms(beds, proposal), proposal.unplaced) == ({"EX-001": "301"}, [key(3, 2)])
    assert said(proposal) == [
        "Nobody is left to share with; the twin room is for one.",
        "1号酒店 has no bed left that suits, every night from 2026-10-15 to 2026-10-17.",
    ]


def test_a_hotel_whose_rooms_have_no_numbers_yet_is_given_all_the_same() -> None:
    beds = house([hotel(**{TWIN: 1})], [], [person(1), person(2)])

    assert given_rooms(beds, propose_rooms(beds)) == {"EX-001": "–", "EX-002": "–"}


def test_where_every_room_is_taken_a_bed_beside_the_same_sex_is_said() -> None:
    beds = house([hotel()], [room(301)], [person(1, room=301), person(2, of=1), person(3, "M", of=1)])

    proposal = propose_rooms(beds)

    assert (given_rooms(beds, proposal), proposal.unplaced) == ({"EX-002": "301"}, [key(3, 3)])
    assert said(proposal)[0] == "Every room is taken; shares room 301 with 客1, of the same sex."


def test_a_room_is_given_again_when_its_guests_have_left() -> None:
    people = [person(1, "M", room=501, stay=nights(0, 2)), person(2, of=1, stay=nights(2, 2), wish=SINGLE)]
    beds = house([hotel()], [room(501, beds=1)], people)

    assert given_rooms(beds, propose_rooms(beds)) == {"EX-002": "501"}


def test_nothing_given_moves_unless_asked() -> None:
    people = [person(1, room=301), person(2, room=302), person(3, "M", of=1)]
    beds = house([hotel()], [room(301), room(302)], people)

    kept, anew = propose_rooms(beds), propose_rooms(beds, Options(again=True))

    assert (given_rooms(beds, kept), kept.unplaced) == ({}, [key(3, 3)])
    assert (given_rooms(beds, anew), anew.unplaced) == ({"EX-002": "301", "EX-003": "302"}, [])


def test_without_hotels_nobody_gets_a_bed_and_it_is_said() -> None:
    proposal = propose_rooms(house([], [], [person(1)]))

    assert said(proposal) == [
        "No hotel has a bed left that suits, every night from 2026-10-15 to 2026-10-17."
    ]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["F", "M", ""]), st.sampled_from([None, None, 1, 2, 3]), st.integers(0, 3), st.integers(1, 4),
        st.sampled_from(["", TWIN, SINGLE]), st.sampled_from([None, 1, 2]), st.sampled_from([None, None, 301, 303, 401, 501]),
    ),
    max_size=24,
)  # fmt: skip
ROOMS = [
    room(301), room(302), room(303, beds=3), room(401, of=2), room(402, of=2), room(501, beds=1), room(502, beds=1, of=2),
    room(901, spare=True),
]  # fmt: skip


def _world(rows: list[tuple[str, int | None, int, int, str, int | None, int | None]], block: int) -> Beds:
    """Guests of whom some have rooms, as far as these have beds."""
    of = {one.number: (1 if one.hotel == key(1, 1) else 2) for one in ROOMS}
    beds = house([hotel(1, **{TWIN: block}), hotel(2)], ROOMS, [])
    people = []
    for number, (sex, party, first, count, wish, hotel_number, room_number) in enumerate(rows):
        told: dict[str, object] = {"party": party, "stay": nights(first, count), "wish": wish}
        if hotel_number:
            told["of"] = hotel_number
        one = person(number, sex, **told)
        if room_number and beds.free_beds(
            next(each for each in ROOMS if each.number == str(room_number)), one.stay
        ):
            one = person(number, sex, **told | {"room": room_number, "of": of[str(room_number)]})
        people.append(one)
        beds = house([hotel(1, **{TWIN: block}), hotel(2)], ROOMS, people)
    return beds


@settings(deadline=None, derandomize=True, max_examples=300)
@given(PEOPLE, st.integers(0, 3), st.booleans())
def test_accepted_proposals_never_exceed_beds_nor_pair_strangers_of_two_sexes(
    rows: list[tuple[str, int | None, int, int, str, int | None, int | None]], block: int, again: bool
) -> None:
    beds = _world(rows, block)

    proposal = propose_rooms(beds, Options(again=again))
    after = beds.with_places(proposal.places)

    for one in ROOMS:
        here = after.in_room(one.id)
        assert most_at_once(each.stay for each in here) <= one.beds
        for guest in (each for each in here if each.id in proposal.places):
            alone = [
                other.number
                for other in here
                if other is not guest and not guest.sleeper.may_share(other.sleeper)
            ]
            assert alone == []
    assert [
        key for key in proposal.places if (place := beds.people[key].place) and place.room and not again
    ] == []
    assert [
        one.number
        for one in after.people.values()
        if one.place and beds.people[one.id].place and one.place.hotel != beds.people[one.id].place.hotel
    ] == []  # type: ignore[union-attr] # looked at before
    assert after.in_room(key(2, 901)) == []
    open_guests = {one.id for one in beds.people.values() if one.place is None or one.place.room is None}
    roomed = {one.id for one in after.people.values() if one.place is not None and one.id in open_guests}
    assert open_guests <= roomed | set(proposal.unplaced)
