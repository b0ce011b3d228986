"""Whether the number of an identity document looks right (DOMAIN 3.4); a doubt warns, it never blocks."""

import calendar
import re
from datetime import date

from event.registration.sealed import plain_document

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_HMT_PREFIXES = ("810000", "820000", "830000")

_PATTERNS: dict[str, str] = {
    "港澳居民来往内地通行证": r"[HM]\d{8}(\d{2})?",
    "港澳居民来往内地通行证(非中国籍)": r"[HM]A\d{7}",
    "台湾居民来往大陆通行证": r"\d{8}",
    "中国护照": r"E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8}|[DSP]E\d{7}",
    "外国护照": r"[A-Z0-9]{5,12}",
}
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}\d{12}")


def mod_11_2(number: str) -> bool:
    """Whether the last of 18 characters is the check character of the first 17 (GB 11643)."""
    if not _EIGHTEEN.fullmatch(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[17]


def right_check_character(number: str) -> str:
    """The check character 18 characters should end in, where they end in another; empty otherwise."""
    plain = plain_document(number)
    if not _EIGHTEEN.fullmatch(plain) or mod_11_2(plain):
        return ""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, plain, strict=False))
    return _CHECKS[total % 11]


def looks_right(kind: str, number: str) -> bool:
    """Whether a number has the form of its kind; kinds without a known form always do."""
    plain = plain_document(number)
    name = kind.replace("（", "(").replace("）", ")")
    if name == "居民身份证":
        return mod_11_2(plain) and _real_date(plain[6:14]) and not plain.startswith(_HMT_PREFIXES)
    if name == "港澳台居民居住证":
        return mod_11_2(plain) and _real_date(plain[6:14]) and plain.startswith(_HMT_PREFIXES)
    if name == "外国人永久居留身份证":
        return bool(_OLD_PERMANENT.fullmatch(plain)) or (plain.startswith("9") and mod_11_2(plain))
    pattern = _PATTERNS.get(name)
    return pattern is None or re.fullmatch(pattern, plain) is not None


def same_holder(kind: str, number: str) -> str:
    """The part of a number that names its holder: permits renew with two more digits at the end."""
    plain = plain_document(number)
    return plain[:9] if kind.startswith("港澳居民来往内地通行证") else plain


def valid_until_at_least(last_day: date, months: int = 6) -> date:
    """The day before which a document expires too soon: some months after the gathering's last day."""
    year, month = divmod(last_day.month - 1 + months, 12)
    longest = calendar.monthrange(last_day.year + year, month + 1)[1]
    return date(last_day.year + year, month + 1, min(last_day.day, longest))


def _real_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
