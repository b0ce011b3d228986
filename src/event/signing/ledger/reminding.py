"""Reminding those who are responsible for projects whose next step is overdue: one mail for all of theirs."""

from datetime import date, datetime

from event.database import writing
from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES
from event.messages.addresses import mailable
from event.messages.operations import Letter, enqueue
from event.people.audit import record
from event.people.rules import Actor
from event.settings import settings
from event.signing.ledger.queries import LedgerLine, ledger_as_of, today_of
from event.signing.operations import rules_of

_LANGUAGE = GUEST_LANGUAGES[0]
"""Offices are written to in simplified Chinese."""


async def overdue_by_address(gathering: Gathering, on: date) -> dict[str, list[LedgerLine]]:
    """Overdue projects by who is reminded: whom the last entry names, otherwise whom the gathering has named."""
    rules = await rules_of(gathering.id)
    found: dict[str, list[LedgerLine]] = {}
    for line in await ledger_as_of(gathering, on):
        address = mailable(line.follow_up.remind_to or rules.remind_to)
        if line.overdue and address:
            found.setdefault(address, []).append(line)
    return found


async def remind_overdue(gathering: Gathering, *, by: Actor, now: datetime) -> int:
    """Mail everybody with overdue projects, each at most once a day; returns how many mails were written."""
    today = today_of(gathering, now)
    overdue, written = await overdue_by_address(gathering, today), 0
    if not overdue:
        return 0
    async with writing():
        for address, lines in overdue.items():
            leaders = dict.fromkeys(one.follow_up.responsible_leader for one in lines)
            values = {
                "name": "、".join(filter(None, leaders)) or gathering.federation(_LANGUAGE), "number": "",
                "link": f"{settings().address}/console/{gathering.slug}/signing/ledger",
                "steps": "\n".join(_step(one) for one in lines),
            }  # fmt: skip
            cause = f"overdue:{gathering.number}:{today.isoformat()}:{address}"[:120]
            mail = await enqueue(
                "overdue",
                Letter(address, _LANGUAGE, values),
                cause=cause,
                gathering=gathering,
                guest=None,
                now=now,
            )
            written += mail is not None
        await record(
            "ledger.remind",
            subject=f"gathering:{gathering.id}",
            by=by,
            now=now,
            gathering=gathering.id,
            mails=written,
        )
    return written


def _step(line: LedgerLine) -> str:
    due = line.follow_up.due_on
    told = f"{line.code} {line.item.told.name_zh}: {line.follow_up.next_step}"
    return f"{told} ({due.isoformat()})" if due else told
