"""A guest's sealed fields: written, indexed and opened in one place."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.crypto import ring
from event.gathering.keys import Keys
from event.text import folded

_TABLE = "guest"


def plain_document(number: str) -> str:
    """A document number as it is compared: narrow, upper case, without spaces and dashes."""
    return "".join(letter for letter in folded(number).upper() if letter.isalnum())


def digits(phone: str) -> str:
    """The digits of a telephone number."""
    return "".join(letter for letter in folded(phone) if letter.isdigit())


def index_of(purpose: str, gathering: UUID | None, value: str) -> str:
    """A blind index inside one gathering (or across editions with None); empty for nothing."""
    return ring().blind(f"{purpose}|{gathering}", value) if value else ""


def sealed_columns(
    keys: Keys,
    guest: UUID,
    gathering: UUID,
    *,
    phone: str = "",
    wechat: str = "",
    document_number: str = "",
    needs: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The guest's sealed columns and the indexes by which they are found."""
    told = {key: value for key, value in (needs or {}).items() if value}
    plain = {
        "phone": phone,
        "wechat": wechat,
        "document_number": document_number,
        "needs": json.dumps(told, ensure_ascii=False, sort_keys=True) if told else "",
    }
    sealed = {
        column: keys.seal(text, table=_TABLE, column=column, row=guest) if text else None
        for column, text in plain.items()
    }
    number, document = digits(phone), plain_document(document_number)
    return {
        **sealed,
        "phone_index": index_of("phone", gathering, number),
        "phone_tail_index": index_of("phone tail", gathering, number[-4:]),
        "document_index": index_of("document", gathering, document),
    }


@dataclass(frozen=True)
class Opened:
    """What was sealed, in clear; never logged, never kept."""

    phone: str
    wechat: str
    document_number: str
    needs: dict[str, str]


def opened(keys: Keys, guest: UUID, row: Any) -> Opened:
    """Open a guest's sealed columns; `row` has them by name."""

    def text(column: str) -> str:
        return keys.open(row[column], table=_TABLE, column=column, row=guest)

    return Opened(
        phone=text("phone"),
        wechat=text("wechat"),
        document_number=text("document_number"),
        needs=json.loads(text("needs") or "{}"),
    )


def opened_field(keys: Keys, guest: UUID, row: Any, column: str) -> str:
    """One sealed column of a guest in clear, where the others are not asked for."""
    return keys.open(row[column], table=_TABLE, column=column, row=guest)


def masked(text: str, *, shown: int = 4) -> str:
    """All but the last characters hidden: ••••0100."""
    return "•" * max(len(text) - shown, 0) + text[-shown:] if len(text) > shown else "•" * len(text)
