"""Somebody at the desk who was not announced: three fields are enough for a badge."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from event.errors import Invalid, Problem
from event.gathering.countries import countries
from event.language import Message
from event.registration.asking.fields import Fields
from event.registration.asking.typed import Typed
from event.registration.importing.values import read_latin_name
from event.registration.replies import Reply
from event.text import is_chinese

_NOT_A_NAME = Message("Please write the name in Chinese characters, or as in the passport.")
_CODES = frozenset(code for code, _ in countries())


def parse_walk_in(
    typed: Mapping[str, str], *, classes: Mapping[str, UUID], delegations: Mapping[str, UUID], language: str
) -> Reply:
    """Understand name, country or region and class, and what else was typed; raises Invalid."""
    problems: dict[str, Problem] = {}
    form = Fields(Typed.of(typed), problems)
    name = form.text("name", required=True, most=80)
    residence = form.one_of("residence", _CODES, required=True)
    code = form.one_of("guest_class", classes, required=True)
    chinese = is_chinese(name)
    surname, given, first = ("", "", True) if chinese else read_latin_name(name)
    if name and not chinese and not any(letter.isalpha() for letter in name):
        form.problem("name", _NOT_A_NAME)
    told: dict[str, Any] = {
        "latin_surname": form.latin("latin_surname") or surname, "latin_given": form.latin("latin_given") or given,
        "phone": form.phone("phone", region=residence), "email": form.email("email"),
        "association_title": form.text("association_title"),
    }  # fmt: skip
    if problems:
        raise Invalid(problems)
    return Reply(
        guest_class=classes[code], delegation=delegations.get(form.raw("delegation")),
        name_zh=name if chinese else "", surname_first=first, residence=residence, language=language, **told,
    )  # fmt: skip
