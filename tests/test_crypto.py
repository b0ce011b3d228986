"""Secrets open where they belong and nowhere else; the key file is nobody else's to read."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event.crypto import Cipher, KeyFileUnsafe, Unreadable, make_key_file, read_key_file, ring

CIPHER = Cipher(1, bytes(range(32)))


@given(st.text(max_size=300), st.text(max_size=40))
def test_what_is_sealed_opens_in_its_place(text: str, place: str) -> None:
    assert CIPHER.open(CIPHER.seal(text.encode(), context=place), context=place).decode() == text


def test_a_value_moved_to_another_row_does_not_open() -> None:
    sealed = CIPHER.seal(b"X12345678", context="guest|document_number|1")

    with pytest.raises(Unreadable):
        CIPHER.open(sealed, context="guest|document_number|2")


@given(st.binary(max_size=60))
def test_anything_else_does_not_open(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        CIPHER.open(raw, context="")


def test_another_key_does_not_open() -> None:
    with pytest.raises(Unreadable):
        Cipher(2, bytes(32)).open(CIPHER.seal(b"x", context=""), context="")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ring.json"
    make_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    read_key_file(path)

    path.chmod(mode)

    with pytest.raises(KeyFileUnsafe, match=r"chmod 600"):
        read_key_file(path)


def test_a_key_file_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    make_key_file(path)
    before = path.read_bytes()

    make_key_file(path)

    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["ring.json"]


def test_a_link_names_its_subject_and_cannot_be_guessed() -> None:
    subject = uuid4()
    code = ring().link_code("guest", subject)

    named = ring().link_subject(code)

    assert named is not None
    assert named[0] == subject
    assert ring().link_holds(named[1], "guest", subject)
    assert not ring().link_holds(named[1], "guest", UUID(int=subject.int ^ 1))
    assert not ring().link_holds(named[1], "other", subject)
    assert not ring().link_holds(named[1], "guest", subject, 2)


@given(st.text(max_size=60))
def test_any_other_text_is_no_link(text: str) -> None:
    named = ring().link_subject(text)

    assert named is None or not ring().link_holds(named[1], "guest", named[0])


def test_equal_secrets_have_equal_indexes_only_for_one_purpose() -> None:
    assert ring().blind("phone", "1") == ring().blind("phone", "1")
    assert ring().blind("phone", "1") != ring().blind("document", "1")
