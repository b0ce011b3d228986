"""Pieces of badges are kept sealed, found again, and forgotten with the data they show."""

import stat
from dataclasses import replace
from datetime import timedelta

from event.gathering.keys import keys_of
from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.pieces import Fragments, Piece, packed
from event.printing.store import forget_old_pieces, store_of
from event.registration.own.operations import ask_for_erasure, erase
from event.settings import settings
from tests import cast

HTML = ("<p>林示例</p>", "<p>陳樣本</p>")
FRAGMENTS = Fragments(("p { color: red; }",), (0, 0), HTML, ((78, 50), (78, 50)))
PIECES = [packed(Piece("BT 林 ET".encode(), 12.5, ("a1.0",), ())), packed(Piece(b"BT ET", 3.0, (), ()))]


async def _kept(held, *, now=cast.NOW):
    store = await store_of(held.id, now=now)
    return list(store.read(store.names(FRAGMENTS)).values())


async def _keep(held) -> None:
    store = await store_of(held.id, now=cast.NOW)
    store.keep(dict(zip(store.names(FRAGMENTS), PIECES, strict=True)))


async def test_what_was_set_is_found_again(db: str) -> None:
    held = await cast.gathering()
    assert await _kept(held) == []

    await _keep(held)

    assert await _kept(held) == PIECES


async def test_another_style_or_gathering_does_not_find_it(db: str) -> None:
    held, other = await cast.gathering(), await cast.gathering(slug="other", number_prefix="OT")
    await _keep(held)
    store = await store_of(held.id, now=cast.NOW)

    assert store.read(store.names(replace(FRAGMENTS, styles=("p { color: blue; }",)))) == {}
    assert store.read(store.names(replace(FRAGMENTS, boxes=((70, 50), (70, 50))))) == {}
    assert await _kept(other) == []


async def test_a_style_is_its_own_whatever_else_is_printed(db: str) -> None:
    held = await cast.gathering()
    await _keep(held)
    store = await store_of(held.id, now=cast.NOW)
    among_others = Fragments(("p {}", FRAGMENTS.styles[0]), (1,), HTML[1:], ((78, 50),))

    assert list(store.read(store.names(among_others)).values()) == PIECES[1:]


async def test_the_file_is_the_owners_and_shows_no_name(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await print_document("badges", held, Wanted(), by=SYSTEM, now=cast.NOW)
    await _keep(held)

    path = settings().var / "pieces" / f"{held.id}.sqlite"

    assert [stat.S_IMODE(one.stat().st_mode) for one in (path.parent, path)] == [0o700, 0o600]
    assert [name for name in ("林", "陳", "Shili", "BT") if name.encode() in path.read_bytes()] == []


async def test_a_piece_moved_to_another_name_does_not_open(db: str) -> None:
    held = await cast.gathering()
    await _keep(held)
    store = await store_of(held.id, now=cast.NOW)
    first, second = store.names(FRAGMENTS)
    sealed = (await keys_of(held.id)).data.seal(b"anything", context=f"piece|{second}")
    with store._open() as database, database:  # noqa: SLF001 - somebody writes into the file
        database.execute("UPDATE piece SET sealed = ? WHERE name = ?", (sealed, first))

    assert await _kept(held) == [PIECES[1]]


async def test_after_a_month_it_is_forgotten(db: str) -> None:
    held = await cast.gathering()
    await _keep(held)
    later = cast.NOW + timedelta(days=31)

    assert await _kept(held, now=later) == []
    await forget_old_pieces(now=later)
    assert await _kept(held) == []


async def test_when_a_guest_is_erased_all_is_forgotten(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await _keep(held)
    then = cast.NOW + timedelta(minutes=1)
    await ask_for_erasure(lin.id, gathering=held, now=then)
    await erase(lin.id, gathering=held, by=SYSTEM, now=then)

    assert await _kept(held, now=then) == []


async def test_a_damaged_file_costs_time_only(db: str) -> None:
    held = await cast.gathering()
    await _keep(held)
    (settings().var / "pieces" / f"{held.id}.sqlite").write_bytes(b"not a database at all" * 99)

    assert await _kept(held) == []
    await _keep(held)
    assert await _kept(held) == PIECES


async def test_the_file_of_a_gathering_that_is_gone_goes_too(db: str) -> None:
    held = await cast.gathering()
    await _keep(held)
    path = settings().var / "pieces" / f"{held.id}.sqlite"
    gone = path.with_name("00000000-0000-4000-8000-000000000000.sqlite")
    gone.write_bytes(path.read_bytes())

    await forget_old_pieces(now=cast.NOW)

    assert [gone.exists(), path.exists()] == [False, True]
