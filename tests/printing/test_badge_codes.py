"""The codes of badges are those that another library draws."""

import random

import numpy as np
import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_M

from event.qr import qr_modules
from tests.printing.badge_making import ticket

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


@pytest.mark.parametrize("number", range(20))
def test_tickets_are_codes_as_another_library_draws_them(number: int) -> None:
    text = ticket(number)

    size, _ = qr_modules(text)

    assert size == 37 + 2 * 4, "version 5 with its quiet zone"
    assert qr_modules(text) == _drawn_elsewhere(text)


@pytest.mark.parametrize("length", range(1, 260, 7))
def test_texts_of_every_length_are_codes_as_another_library_draws_them(length: int) -> None:
    text = "".join(random.Random(length).choices(_LETTERS, k=length))  # noqa: S311 - the same texts each time

    assert qr_modules(text) == _drawn_elsewhere(text)


def _drawn_elsewhere(text: str) -> tuple[int, bytes]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=2)
    code.add_data(text)
    code.make(fit=True)
    light = np.pad(1 - np.array(code.modules, dtype=np.uint8), 4, constant_values=1)
    return len(light), np.packbits(light, axis=1).tobytes()
