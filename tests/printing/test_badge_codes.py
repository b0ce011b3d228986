"""The quick way to a code draws it exactly as the library does."""

import random

import pytest

from event.printing.coding import code_modules
from event.qr import qr_modules
from tests.printing.badge_making import ticket

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


@pytest.mark.parametrize("number", range(20))
def test_tickets_are_the_same_modules(number: int) -> None:
    assert code_modules(ticket(number)) == qr_modules(ticket(number))


@pytest.mark.parametrize("length", range(1, 260, 7))
def test_texts_of_every_length_are_the_same_modules(length: int) -> None:
    text = "".join(random.Random(length).choices(_LETTERS, k=length))  # noqa: S311 - the same texts each time

    assert code_modules(text) == qr_modules(text)


@pytest.mark.parametrize("text", ["", "20261015", "lower case", "林示例", "A" * 1000, "A" + "7" * 25])
def test_other_texts_are_left_to_the_library(text: str) -> None:
    assert code_modules(text) == qr_modules(text)
