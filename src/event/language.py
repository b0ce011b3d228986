"""The languages of the product and how a sentence is said in one of them.

Message ids are English; catalogs are gettext files under assets/locales. Simplified
Chinese is written by hand, traditional Chinese is made from it by OpenCC when the
assets are built.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from opencc import OpenCC

from event.places import locales_folder

GUEST_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
STAFF_LANGUAGES = ("zh-Hans", "en")
LANGUAGE_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}


class Message(str):
    """A message id, marked so that catalogs collect it."""

    __slots__ = ()


@cache
def catalog(language: str) -> NullTranslations:
    """The catalog of `language`; English needs none."""
    if language == "en":
        return NullTranslations()
    return Translations.load(str(locales_folder()), [language.replace("-", "_")])


def translated(message: str, language: str) -> str:
    """`message` in `language`, or itself where the catalog has nothing."""
    return str(catalog(language).gettext(message))  # a plain text, as encoders want it


def chosen(wanted: str | None, offered: tuple[str, ...] = GUEST_LANGUAGES) -> str | None:
    """The offered language that a tag such as `zh-TW` or `en-GB` means, or None."""
    if not wanted:
        return None
    tag = wanted.strip().replace("_", "-").lower()
    if tag.startswith("zh"):
        traditional = any(part in ("hant", "tw", "hk", "mo") for part in tag.split("-")[1:])
        language = "zh-Hant" if traditional else "zh-Hans"
    else:
        language = tag.split("-")[0]
    if language in offered:
        return language
    return "zh-Hans" if language == "zh-Hant" else None


def negotiated(accept: str, offered: tuple[str, ...] = GUEST_LANGUAGES) -> str:
    """The best offered language for an Accept-Language header; simplified Chinese if none fits."""
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept.split(",")[:20]):
        tag, _, parameter = part.partition(";")
        try:
            quality = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if language := chosen(tag, offered):
            ranked.append((-quality, position, language))
    return min(ranked)[2] if ranked else offered[0]


_ONCE_MORE = re.compile("[号號](号车|號車)")


@cache
def _converter(config: str) -> Any:
    return OpenCC(config)


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """Mainland wording in traditional characters; vocabulary stays as it is, and so does 台 (DOMAIN 3.1, 3.3)."""
    told = str(_converter("s2tw").convert(text))
    return told if "臺" in text else told.replace("臺", "台")


def filled(sentence: str, data: Mapping[str, Any]) -> str:
    """A sentence with its data; behind a vehicle that is called 商务1号, 号车 does not say 号 once more: 商务1号车."""
    return _ONCE_MORE.sub(r"\1", sentence.format(**data))


class Tells:
    """What is said with its data; `sentence` and `data` are fields of those that inherit."""

    sentence: Message
    data: Mapping[str, Any]

    def told(self, language: str) -> str:
        """The sentence in the reader's language."""
        return filled(translated(self.sentence, language), self.data)


class Speaking:
    """Somebody or something that has one `language`."""

    language: str

    def said(self, message: str, **data: Any) -> str:
        """A sentence in this language."""
        text = translated(message, self.language)
        return filled(text, data) if data else text

    def label(self, zh: str, en: str = "", hant: str = "") -> str:
        """Words of the office in this language."""
        return in_language(self.language, zh=zh, en=en, hant=hant)


def simplified(text: str) -> str:
    """Any Chinese text in simplified characters; used for search keys, never for printing."""
    return str(_converter("t2s").convert(text))


def in_language(language: str, *, zh: str, en: str = "", hant: str = "") -> str:
    """A label of the gathering in the reader's language, falling back to the Chinese one."""
    if language == "en":
        return en or zh
    if language == "zh-Hant" and hant:
        return hant
    return traditional(zh or en) if language == "zh-Hant" else zh or en
