"""Reminding those who are responsible for projects whose next step is overdue: one mail for all of theirs."""

from datetime import date, datetime

from event.gathering.tables import Gathering
from event.messages.addresses import mailable
from event.messages.reminding import OFFICE_LANGUAGE, remind_each
from event.people.rules import Actor
from event.settings import settings
from event.signing.ledger.queries import LedgerLine, ledger_as_of, today_of
from event.signing.operations import rules_of


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
    overdue = await overdue_by_address(gathering, today)
    if not overdue:
        return 0
    letters = {address: _letter(lines, gathering) for address, lines in overdue.items()}
    return await remind_each(
        "overdue", letters, cause="overdue", action="ledger.remind", gathering=gathering, today=today, by=by, now=now
    )  # fmt: skip


def _letter(lines: list[LedgerLine], gathering: Gathering) -> dict[str, str]:
    leaders = dict.fromkeys(one.follow_up.responsible_leader for one in lines)
    return {
        "name": "、".join(filter(None, leaders)) or gathering.federation(OFFICE_LANGUAGE), "number": "",
        "link": f"{settings().address}/console/{gathering.slug}/signing/ledger",
        "steps": "\n".join(_step(one) for one in lines),
    }  # fmt: skip


def _step(line: LedgerLine) -> str:
    due = line.follow_up.due_on
    told = f"{line.code} {line.item.told.name_zh}: {line.follow_up.next_step}"
    return f"{told} ({due.isoformat()})" if due else told
