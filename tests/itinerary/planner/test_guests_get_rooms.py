"""Rooms: parties together, two by two by sex or as companions, never more than the hotels' blocks."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from event.itinerary.planner.rooming import Block, Room, Rooming, RoomKind, Sleeper, room_guests

TWINS = [Block("Lake", RoomKind.TWIN, 5), Block("Lake", RoomKind.SINGLE, 1), Block("Town", RoomKind.TWIN, 2)]


def sleeper(number: int, sex: str = "F", **more: object) -> Sleeper:
    return Sleeper(**{"id": number, "party": number, "sex": sex, "arrives": 0, "leaves": 2, **more})  # type: ignore[arg-type]


def together(made: Rooming) -> list[tuple[int, ...]]:
    return sorted(tuple(sorted(room.guests)) for room in made.rooms)


def test_strangers_share_by_sex() -> None:
    made = room_guests([sleeper(1), sleeper(2, "M"), sleeper(3), sleeper(4, "M")], TWINS)

    assert (together(made), made.unplaced) == ([(1, 3), (2, 4)], [])


def test_a_couple_of_one_party_shares_though_of_two_sexes() -> None:
    made = room_guests([sleeper(1, party=9), sleeper(2, "M", party=9), sleeper(3)], TWINS)

    assert together(made) == [(1, 2), (3,)]


def test_companions_who_name_each_other_share_before_all_others() -> None:
    one, two = sleeper(1, companions=frozenset({4})), sleeper(2)
    made = room_guests([one, two, sleeper(3), sleeper(4, companions=frozenset({1}))], TWINS)

    assert together(made) == [(1, 4), (2, 3)]


def test_a_companion_named_by_one_side_only_is_no_reason() -> None:
    made = room_guests([sleeper(1, companions=frozenset({2})), sleeper(2, "M")], TWINS)

    assert together(made) == [(1,), (2,)]


def test_who_wants_to_be_alone_gets_a_single_room_and_then_a_twin() -> None:
    made = room_guests([sleeper(1, alone=True), sleeper(2, alone=True)], TWINS)

    assert sorted(room.kind for room in made.rooms) == [RoomKind.SINGLE, RoomKind.TWIN]


def test_a_wish_for_a_hotel_is_kept_and_a_full_one_is_said() -> None:
    guests = [sleeper(number, hotel="Town") for number in range(6)]

    made = room_guests(guests, TWINS)

    assert Counter(room.hotel for room in made.rooms) == {"Town": 2, "Lake": 1}
    assert [str(remark.sentence.format(**remark.data)) for remark in made.remarks] == [
        "“Town” has no room left for every night; Lake has."
    ] * 2


def test_nobody_is_put_where_no_room_is_and_it_is_said() -> None:
    made = room_guests([sleeper(number) for number in range(5)], [Block("Town", RoomKind.TWIN, 2)])

    assert (len(made.rooms), len(made.unplaced)) == (2, 1)
    assert made.remarks[-1].sentence.format(**made.remarks[-1].data).startswith("No hotel has a room left")


def test_a_room_is_free_again_when_its_guests_leave() -> None:
    guests = [sleeper(1), sleeper(2), sleeper(3, arrives=2, leaves=4), sleeper(4, arrives=2, leaves=4)]

    made = room_guests(guests, [Block("Town", RoomKind.TWIN, 1)])

    assert together(made) == [(1, 2), (3, 4)]


def test_guests_of_unknown_sex_do_not_share_with_strangers() -> None:
    made = room_guests([sleeper(1, ""), sleeper(2, "")], TWINS)

    assert together(made) == [(1,), (2,)]


GUESTS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["F", "M", ""]), st.integers(0, 2), st.integers(1, 3), st.booleans()),
    max_size=30,
)  # fmt: skip


@settings(deadline=None, derandomize=True)
@given(GUESTS)
def test_every_guest_has_one_bed_or_is_named_and_no_block_is_exceeded(
    rows: list[tuple[int, str, int, int, bool]],
) -> None:
    guests = [
        Sleeper(number, party, sex, arrives, arrives + nights, alone=alone)
        for number, (party, sex, arrives, nights, alone) in enumerate(rows)
    ]

    made = room_guests(guests, TWINS)

    assert sorted([*(guest for room in made.rooms for guest in room.guests), *made.unplaced]) == list(
        range(len(guests))
    )
    for block in TWINS:
        mine = [room for room in made.rooms if (room.hotel, room.kind) == (block.hotel, block.kind)]
        for night in range(6):
            assert sum(_taken(room, guests, night) for room in mine) <= block.rooms
    for room in made.rooms:
        shared = [guests[guest] for guest in room.guests]
        assert len({one.party for one in shared}) == 1 or len({one.sex for one in shared}) == 1


def _taken(room: Room, guests: list[Sleeper], night: int) -> bool:
    return (
        min(guests[one].arrives for one in room.guests)
        <= night
        < max(guests[one].leaves for one in room.guests)
    )
