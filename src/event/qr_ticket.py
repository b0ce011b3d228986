"""Modules of the QR codes that tickets have, made many at once.

Upper-case letters and figures only, level M, one mask. Where bits go and what corrects them is learned
from the library once for each version; then a code takes a tenth of the library's time, which is what
hundreds of badges would otherwise mostly wait for.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import qrcode
from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_M
from qrcode.LUT import rsPoly_LUT

MASK = 2
"""Any mask reads; choosing the best takes four fifths of the time."""
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_LENGTH_BITS = 9
_LAST_VERSION = 9
"""Up to it the length of an alphanumeric text has nine bits."""
_PADDING = (0b11101100, 0b00010001)
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class _Plan:
    """What all codes of one version share: modules without data, where its bits go, sizes of its blocks."""

    empty: Bytes
    places: npt.NDArray[np.intp]
    blocks: tuple[int, ...]
    checks: int


def alphanumeric_modules(text: str) -> Bytes | None:
    """The modules of a code without quiet zone, 1 is dark; None for texts of other characters, or too long."""
    version = _version(text)
    if not version:
        return None
    plan = _plan(version)
    whole = _data(text, sum(plan.blocks))
    parts = np.split(whole, np.cumsum(plan.blocks)[:-1])
    mixed = [part[place] for place in range(max(plan.blocks)) for part in parts if place < len(part)]
    checks = np.array([_checks(part, plan.checks) for part in parts]).T.reshape(-1)
    modules = plan.empty.copy()
    modules.reshape(-1)[plan.places] ^= np.unpackbits(
        np.concatenate([np.array(mixed, dtype=np.uint8), checks])
    )
    return modules


def _version(text: str) -> int:
    """The smallest version that holds a text, 0 for none of those here."""
    if not _ALPHANUMERIC.fullmatch(text):
        return 0
    needed = 4 + _LENGTH_BITS + len(text) // 2 * 11 + len(text) % 2 * 6
    limits = util.BIT_LIMIT_TABLE[ERROR_CORRECT_M]
    return next((version for version in range(1, _LAST_VERSION + 1) if needed <= limits[version]), 0)


def _data(text: str, size: int) -> Bytes:
    """Two characters in eleven bits, a last one in six, an end of up to four zeros, then padding."""
    values = [util.ALPHA_NUM.index(character) for character in text.encode()]
    pairs = (f"{first * 45 + second:011b}" for first, second in zip(values[::2], values[1::2], strict=False))
    last = f"{values[-1]:06b}" if len(values) % 2 else ""
    bits = (f"0010{len(values):0{_LENGTH_BITS}b}" + "".join(pairs) + last + "0000")[: size * 8]
    bits += "0" * (-len(bits) % 8)
    filled = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return np.frombuffer(filled + bytes(_PADDING * size)[: size - len(filled)], dtype=np.uint8)


@cache
def _plan(version: int) -> _Plan:
    blocks = base.rs_blocks(version, ERROR_CORRECT_M)
    checks = blocks[0].total_count - blocks[0].data_count
    size = sum(block.total_count for block in blocks)
    empty = _placed(version, np.zeros(size * 8, dtype=np.uint8))
    numbers = np.arange(
        1, size * 8 + 1
    )  # every bit is known by its number, told bit by bit; 0: holds no data
    found = np.zeros(empty.size, dtype=np.intp)
    for bit in range(int(numbers[-1]).bit_length()):
        told = _placed(version, (numbers >> bit & 1).astype(np.uint8))
        found |= (told ^ empty).reshape(-1).astype(np.intp) << bit
    places = np.argsort(found, kind="stable")[-len(numbers) :]
    return _Plan(empty, places, tuple(block.data_count for block in blocks), checks)


def _placed(version: int, bits: Bytes) -> Bytes:
    """A code of the library with these bits in it."""
    code = qrcode.QRCode(version, error_correction=ERROR_CORRECT_M, mask_pattern=MASK)
    code.data_cache = np.packbits(bits).tolist()
    code.makeImpl(False, MASK)
    return np.array(code.modules, dtype=np.uint8)


def _checks(block: Bytes, count: int) -> Bytes:
    """Reed and Solomon's remainder of a block: the sum of the remainders of its bytes."""
    logs, powers = _logarithms()
    factors = _remainders(len(block), count)
    products = powers[(logs[block][:, None] + logs[factors]) % 255]
    products[(block == 0)[:, None] | (factors == 0)] = 0
    checks: Bytes = np.bitwise_xor.reduce(products, axis=0)
    return checks


@cache
def _remainders(size: int, count: int) -> Bytes:
    """What is left of each place of a block of `size` bytes, `count` bytes each."""
    divisor = base.Polynomial(rsPoly_LUT[count], 0)
    rows = np.zeros((size, count), dtype=np.uint8)
    for place in range(size):
        left = list(base.Polynomial([1], size - 1 - place + count) % divisor)
        rows[place, count - len(left) :] = left
    return rows


@cache
def _logarithms() -> tuple[npt.NDArray[np.intp], Bytes]:
    logs = np.array([0, *(base.glog(value) for value in range(1, 256))], dtype=np.intp)
    return logs, np.array([base.gexp(power) for power in range(255)], dtype=np.uint8)
