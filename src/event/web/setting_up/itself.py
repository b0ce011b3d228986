"""The steps about the gathering itself: its name and days, and the languages guests read."""

import re
from collections.abc import Mapping
from typing import Any

from event.errors import Invalid, Problem
from event.gathering.forms import Settings, parse_settings, typed_settings
from event.gathering.operations import change_columns, change_settings
from event.http import Form
from event.language import GUEST_LANGUAGES, LANGUAGE_NAMES, Message
from event.web.setting_up.parts import Kept, Part

_PREFIX = Message("Letters, digits and dashes only, at most 20: EX2026.")
_NUMBERED = Message("Guests are numbered already: the prefix stays.")
_OURS = re.compile(r"[A-Za-z0-9-]{1,20}")


def parse_founding(typed: Mapping[str, str]) -> tuple[Settings, str]:
    """The settings and the prefix of guests' numbers, empty for the usual one. Raises Invalid."""
    problems: dict[str, Problem] = {}
    prefix = typed.get("number_prefix", "").strip()
    if prefix and not _OURS.fullmatch(prefix):
        problems["number_prefix"] = Problem(_PREFIX)
    try:
        wanted = parse_settings(typed)
    except Invalid as error:
        raise Invalid(error.problems | problems) from None
    if problems:
        raise Invalid(problems)
    return wanted, prefix


async def _gathering_shown(kept: Kept) -> dict[str, list[str]]:
    typed = typed_settings(kept.gathering) | {"number_prefix": kept.gathering.number_prefix}
    return {name: [value] for name, value in typed.items()}


async def _keep_gathering(form: Form, kept: Kept) -> dict[str, Any] | None:
    held = kept.gathering
    wanted, prefix = parse_founding(typed_settings(held) | form.typed)
    if prefix and prefix != held.number_prefix and held.guests_numbered:
        raise Invalid({"number_prefix": Problem(_NUMBERED)})
    await change_settings(held.id, wanted=wanted, by=kept.access.actor, now=kept.now)
    if prefix:
        await change_columns(
            held.id, action="gathering.set_prefix", by=kept.access.actor, now=kept.now, number_prefix=prefix
        )
    return None


async def _languages_shown(kept: Kept) -> dict[str, list[str]]:
    return {"languages": list(kept.gathering.offered_languages)}


async def _languages_beside(kept: Kept) -> dict[str, Any]:
    return {
        "asks_english": not kept.gathering.title_en,
        "offered": [(code, LANGUAGE_NAMES[code]) for code in GUEST_LANGUAGES[1:]],
        "first": LANGUAGE_NAMES["zh-Hans"],
    }


async def _keep_languages(form: Form, kept: Kept) -> dict[str, Any] | None:
    """Keep which languages are offered, and the English title where it was missing."""
    if title := form.text("title_en"):
        wanted = parse_settings(typed_settings(kept.gathering) | {"title_en": title})
        await change_settings(kept.gathering.id, wanted=wanted, by=kept.access.actor, now=kept.now)
    chosen = [
        code for code in GUEST_LANGUAGES if code == GUEST_LANGUAGES[0] or code in form.texts("languages")
    ]
    await change_columns(
        kept.gathering.id, action="gathering.set_languages", by=kept.access.actor, now=kept.now,
        languages=",".join(chosen),
    )  # fmt: skip
    return None


GATHERING = Part(_gathering_shown, _keep_gathering)
LANGUAGES = Part(
    _languages_shown, _keep_languages, _languages_beside, labels={"title_en": Message("Title in English")}
)
