"""A ticket's text says who, is signed, and cannot be changed."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from event.registration.tickets import new_typed_code, read_ticket, ticket_text, typed_code

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_a_ticket_fits_the_small_qr() -> None:
    text = ticket_text(key=KEY, key_id=1, generation=1, gathering=1, ticket=1)

    assert len(text) == 119
    assert text.isupper()


@given(st.integers(1, 15), st.integers(1, 255), st.integers(1, 32767), st.integers(0, 2**32 - 1))
def test_what_is_written_is_read(key_id: int, generation: int, gathering: int, ticket: int) -> None:
    read = read_ticket(
        ticket_text(key=KEY, key_id=key_id, generation=generation, gathering=gathering, ticket=ticket)
    )

    assert read is not None
    assert (read.key_id, read.generation, read.gathering, read.ticket) == (
        key_id,
        generation,
        gathering,
        ticket,
    )
    assert read.holds(KEY.public_key())


@given(st.integers(3, 118), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_character_changed_is_no_ticket(place: int, letter: str) -> None:
    text = ticket_text(key=KEY, key_id=1, generation=1, gathering=1, ticket=7)
    changed = text[:place] + letter + text[place + 1 :]

    read = read_ticket(changed)

    assert changed == text or read is None or not read.holds(KEY.public_key())


@given(st.text(max_size=200))
def test_any_other_text_is_no_ticket(text: str) -> None:
    assert read_ticket(text) is None


def test_a_typed_code_notices_every_slip_and_swap() -> None:
    code = new_typed_code()

    assert typed_code(f" {code[:4].lower()}-{code[4:]} ") == code
    for place in range(9):
        for letter in "23456789ABCDEFGHJKMNPQRSTUVWXYZ":
            slipped = code[:place] + letter + code[place + 1 :]
            assert (typed_code(slipped) == code) == (slipped == code)
