"""Names as people write them: folding, search keys, order, spacing."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from event.language import simplified

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿𠀀-𯨟]")
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")

_MOST_STROKES = 999


def tidy(text: str) -> str:
    """Text as it is kept: NFC, one space between words, nothing invisible at its ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" \u200b\u2060\ufeff")


def folded(text: str) -> str:
    """Text as it is compared: simplified, narrow, lower case, without accents or invisible characters."""
    plain = unicodedata.normalize("NFKD", simplified(_UNSEEN.sub("", text)))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare).casefold()).strip()


def is_chinese(text: str) -> bool:
    """Whether at least one Chinese character is in it."""
    return bool(_CHINESE.search(text))


def latin_name(surname: str, given: str, *, surname_first: bool = True) -> str:
    """The passport spelling with the surname in capitals: LIN Shili, or Shili LIN."""
    parts = [surname.upper(), given] if surname_first else [given, surname.upper()]
    return " ".join(part for part in parts if part)


def full_name(name_zh: str, latin: str) -> str:
    """One line: the Chinese name, or the Latin one where there is none."""
    return name_zh or latin


def latin_of(row: Any) -> str:
    """The Latin name of a row with its columns."""
    return latin_name(row["latin_surname"], row["latin_given"], surname_first=bool(row["surname_first"]))


def name_in(row: Any) -> str:
    """The name of a row with its columns, in Chinese where there is one."""
    return full_name(row["name_zh"], latin_of(row))


@lru_cache(maxsize=65536)
def pinyin_keys(name_zh: str) -> tuple[str, str]:
    """Pinyin without tones and its initials, for searching only: 林示例 → linshili, lsl."""
    name = simplified(name_zh)
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors="ignore")
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


def stroke_key(name_zh: str) -> tuple[tuple[int, str], int, list[tuple[int, str]]]:
    """A Chinese name in the order of strokes (姓氏笔画): its first character, short names first, then the others.

    Strokes are those of the Unihan database; characters of as many strokes are in the order of Unicode, which is that
    of radicals. Names without Chinese characters come last.
    """
    from strokes import strokes  # noqa: PLC0415 - its table takes its time, and few processes need it

    letters = [(strokes(letter), letter) for letter in _CHINESE.findall(simplified(name_zh))]
    return (letters[0], len(letters), letters) if letters else ((_MOST_STROKES, ""), 0, [])


def search_keys(*, name_zh: str, latin_surname: str, latin_given: str, others: tuple[str, ...] = ()) -> str:
    """What the search box looks into: names folded, pinyin, initials, both Latin orders, numbers."""
    surname, given = folded(latin_surname), folded(latin_given)
    joined = given.replace(" ", "").replace("-", "")
    keys = [
        folded(name_zh),
        *pinyin_keys(name_zh),
        f"{surname} {given}".strip(),
        f"{given} {surname}".strip(),
        f"{surname}{joined}",
        f"{joined}{surname}",
        *(folded(other) for other in others),
    ]
    return "\n".join(dict.fromkeys(key for key in keys if key))
