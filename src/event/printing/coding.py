"""QR codes of tickets as the library draws them, twenty times as fast.

Every module of a code is a sum (modulo 2) of bits of its text once version, level and mask are fixed. So the
library is asked once where each bit goes, and the rest is arithmetic on arrays. Texts that are no capital letters
and digits are left to the library.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import qrcode
from numpy.typing import NDArray
from qrcode import base
from qrcode.constants import ERROR_CORRECT_M

from event.qr import qr_modules

Bytes = NDArray[np.uint8]
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_DIGITS = re.compile(r"^[0-9]*$|[0-9]{20}")
"""These the library writes more shortly."""
_PLACE = {letter: place for place, letter in enumerate(_LETTERS)}
_MASK, _QUIET = 2, 4
_VERSIONS = range(1, 10)
"""Those whose texts have a length of nine bits; a ticket has version 5."""
_BYTE, _PAD = 8, (0xEC, 0x11)


@dataclass(frozen=True)
class _Plan:
    """What is the same for every text of a version."""

    blank: NDArray[np.uint8]
    """The modules where all bits are zero."""
    places: NDArray[np.intp]
    """Which module each bit turns."""
    blocks: tuple[int, ...]
    """Bytes of data by block."""
    checks: tuple[NDArray[np.uint8], ...]
    """By block: the check bytes of every byte at every place."""


def code_modules(text: str) -> tuple[int, bytes]:
    """Modules a side, quiet zone included, and the rows, each filled up to whole bytes; 1 is light."""
    ours = set(text) <= set(_LETTERS) and not _DIGITS.search(text)
    version = _version(len(text)) if ours else 0
    if not version:
        return qr_modules(text)
    plan = _plan(version)
    bits = np.unpackbits(_interleaved(_data(text, sum(plan.blocks)), plan))
    dark = plan.blank.copy()
    dark.reshape(-1)[plan.places] ^= bits
    light = np.pad(1 - dark, _QUIET, constant_values=1)
    return len(light), np.packbits(light, axis=1).tobytes()


def _version(length: int) -> int:
    """The smallest that holds so many letters; 0 for none of ours."""
    bits = 13 + 11 * (length // 2) + 6 * (length % 2)
    return next((one for one in _VERSIONS if bits <= _BYTE * _room(one)), 0)


@cache
def _room(version: int) -> int:
    return sum(block.data_count for block in base.rs_blocks(version, ERROR_CORRECT_M))


def _data(text: str, count: int) -> Bytes:
    """The text as bytes: mode, length, letters in pairs, filled up."""
    number, bits = (0b0010 << 9) | len(text), 13
    for place in range(0, len(text) - 1, 2):
        number = (number << 11) | (_PLACE[text[place]] * 45 + _PLACE[text[place + 1]])
        bits += 11
    if len(text) % 2:
        number, bits = (number << 6) | _PLACE[text[-1]], bits + 6
    end = min(4, count * _BYTE - bits)
    number, bits = number << end, bits + end
    number, bits = number << -bits % _BYTE, bits + -bits % _BYTE
    told = number.to_bytes(bits // _BYTE, "big")
    missing = count - len(told)
    return np.frombuffer(told + bytes(_PAD * (missing // 2 + 1))[:missing], dtype=np.uint8)


def _interleaved(data: Bytes, plan: _Plan) -> Bytes:
    """Data and check bytes of all blocks, taken in turns."""
    starts = np.cumsum((0, *plan.blocks))
    parts = [data[start : start + size] for start, size in zip(starts, plan.blocks, strict=False)]
    checks = [
        np.bitwise_xor.reduce(table[np.arange(len(part)), part], axis=0)
        for part, table in zip(parts, plan.checks, strict=True)
    ]
    most = max(plan.blocks)
    told = [part[place : place + 1] for place in range(most) for part in parts if place < len(part)]
    return np.concatenate([*told, np.stack(checks, axis=1).reshape(-1)])


@cache
def _plan(version: int) -> _Plan:
    blocks = base.rs_blocks(version, ERROR_CORRECT_M)
    sizes = tuple(block.data_count for block in blocks)
    tables = {
        size: _checks(size, block.total_count - size) for size, block in zip(sizes, blocks, strict=True)
    }
    count = sum(block.total_count for block in blocks)
    blank = _drawn(version, bytes(count))
    turned = np.zeros(blank.shape, dtype=np.intp)
    numbers = np.arange(count * _BYTE) + 1
    for place in range(int(numbers[-1]).bit_length()):
        told = np.packbits(((numbers >> place) & 1).astype(np.uint8)).tobytes()
        turned |= (_drawn(version, told) ^ blank).astype(np.intp) << place
    places = np.zeros(count * _BYTE, dtype=np.intp)
    where = np.flatnonzero(turned)
    places[turned.reshape(-1)[where] - 1] = where
    return _Plan(blank, places, sizes, tuple(tables[size] for size in sizes))


def _drawn(version: int, codewords: bytes) -> Bytes:
    """The library's modules for these codewords."""
    code: Any = qrcode.QRCode(version, ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.data_cache = list(codewords)
    code.makeImpl(False, _MASK)
    return np.array(code.modules, dtype=np.uint8)


def _checks(size: int, count: int) -> Bytes:
    """The check bytes that every byte at every place of a block adds: size × 256 × count."""
    generator = base.Polynomial([1], 0)
    for place in range(count):
        generator = generator * base.Polynomial([1, base.gexp(place)], 0)
    factors = np.array([generator[place] for place in range(1, len(generator))], dtype=np.uint8)
    powers = np.array([base.gexp(place) for place in range(255)], dtype=np.uint8)
    logs = np.array([0, *(base.glog(value) for value in range(1, 256))], dtype=np.intp)

    def times(value: int, row: Bytes) -> Bytes:
        found = powers[(logs[row] + logs[value]) % 255]
        return np.where((row == 0) | (value == 0), np.uint8(0), found).astype(np.uint8)

    rest, rows = factors, [factors]
    for _ in range(size - 1):  # the remainder of one place further up
        first = int(rest[0])
        rest = np.append(rest[1:], np.uint8(0)) ^ times(first, factors)
        rows.append(rest)
    return np.stack([np.stack([times(value, row) for value in range(256)]) for row in reversed(rows)])
