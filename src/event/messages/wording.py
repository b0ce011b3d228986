"""The words of a mail: the gathering's own or those that ship, with placeholders filled in."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from event.database import fetch_one
from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_AN_ADDRESS, TOO_LONG
from event.language import GUEST_LANGUAGES, Message, traditional, translated
from event.messages.addresses import mailable
from event.messages.errors import UnknownOccasion
from event.messages.occasions import OCCASIONS

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LONGEST_SUBJECT, _LONGEST_BODY = 200, 10_000

_UNKNOWN = Message("“{text}” is no placeholder here. Known: {known}.")
_ONE_LINE = Message("A subject is one line.")


@dataclass(frozen=True)
class Wording:
    """Subject and body; paragraphs of the body are parted by empty lines."""

    subject: str
    body: str

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in re.split(r"\n\s*\n", self.body) if part.strip()]


@dataclass(frozen=True)
class Part:
    """A paragraph as it is shown: text, the link as a button, or a picture by its name."""

    text: str
    picture: str = ""
    is_link: bool = False


def known(occasion: str, language: str) -> None:
    """Raise UnknownOccasion unless there are words for an occasion in a language."""
    if occasion not in OCCASIONS or language not in GUEST_LANGUAGES:
        raise UnknownOccasion


def shipped(occasion: str, language: str) -> Wording:
    """The words that ship, in a language."""
    said = OCCASIONS[occasion]
    body = "\n\n".join(translated(paragraph, language) for paragraph in said.paragraphs)
    return Wording(translated(said.subject, language), body)


async def wording(occasion: str, language: str, *, gathering: UUID) -> Wording:
    """The gathering's own words; traditional Chinese follows the simplified ones where it has none."""
    row = await fetch_one(
        "SELECT language, subject, body FROM mail_template WHERE gathering = $1 AND occasion = $2"
        " AND (language = $3 OR ($3 = 'zh-Hant' AND language = 'zh-Hans')) ORDER BY language = $3 DESC LIMIT 1",
        gathering, occasion, language,
    )  # fmt: skip
    if row is None:
        return shipped(occasion, language)
    own = Wording(row["subject"], row["body"])
    if row["language"] == language:
        return own
    return Wording(traditional(own.subject), traditional(own.body))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders replaced; nothing is evaluated, and values are not looked into again."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text)


def laid_out(words: Wording, values: Mapping[str, str], *, pictures: Collection[str]) -> list[Part]:
    """The paragraphs with their placeholders filled in; what came out empty is left out."""
    alone = {f"{{{name}}}": name for name in pictures}
    parts = []
    for paragraph in words.paragraphs:
        if picture := alone.get(paragraph):
            parts.append(Part("", picture=picture))
        elif text := filled(paragraph, values).strip():
            parts.append(Part(text, is_link=paragraph == "{link}"))
    return parts


def parse_wording(typed: Mapping[str, str], *, occasion: str) -> Wording:
    """Understand words an organizer typed; raises Invalid for placeholders that do not exist."""
    problems: dict[str, Problem] = {}
    texts = {
        name: typed.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()
        for name in ("subject", "body")
    }
    names = OCCASIONS[occasion].placeholders
    for name, most in (("subject", _LONGEST_SUBJECT), ("body", _LONGEST_BODY)):
        text = texts[name]
        unknown = [found for found in _PLACEHOLDER.findall(text) if found not in names]
        if not text:
            problems[name] = Problem(MISSING)
        elif len(text) > most:
            problems[name] = Problem(TOO_LONG, {"most": most, "length": len(text)})
        elif unknown:
            told = " ".join(f"{{{one}}}" for one in names)
            problems[name] = Problem(_UNKNOWN, {"text": f"{{{unknown[0][:40]}}}", "known": told})
    if "\n" in texts["subject"]:
        problems["subject"] = Problem(_ONE_LINE)
    if problems:
        raise Invalid(problems)
    return Wording(texts["subject"], texts["body"])


def parse_trial(to: str) -> str:
    """Where a trial goes; raises Invalid for what is no address."""
    address = mailable(to.strip())
    if not address:
        raise Invalid({"to": Problem(NOT_AN_ADDRESS)})
    return address
