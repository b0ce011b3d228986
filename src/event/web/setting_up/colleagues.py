"""The steps about mail and about who else signs in."""

import re
from typing import Any
from uuid import UUID

from event.database import fetch, fetch_one
from event.errors import Invalid, Problem
from event.faults import NOT_A_SIGN_IN_NAME, TOO_LONG
from event.gathering.operations import change_columns
from event.http import Form
from event.language import Message
from event.messages.addresses import mailable
from event.messages.labels import STATE_LABELS
from event.messages.server import mail_server
from event.messages.trials import send_trial
from event.messages.wording import wording
from event.people.operations import add_user
from event.people.pages import ROLE_LABELS
from event.people.rules import Permission
from event.people.tables import Role
from event.qr import qr_address
from event.settings import settings
from event.web.setting_up.lines import as_form, lines_of
from event.web.setting_up.parts import Kept, Part

_NO_ADDRESS = Message("This is not an address mail can be sent to.")
_NO_ROLE = Message("Please choose a role.")
_TAKEN = Message("There is already a user “{name}”.")
_TWICE = Message("This name is in the list twice.")
SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,59}")
_MOST = 60


async def _mail_shown(kept: Kept) -> dict[str, list[str]]:
    return {"mail_name": [kept.gathering.mail_name], "reply_to": [kept.gathering.reply_to], "trial_to": [""]}


async def _mail_beside(kept: Kept) -> dict[str, Any]:
    trial = await fetch_one(
        "SELECT recipient, state, last_error, created_at FROM mail WHERE gathering = $1 AND cause LIKE 'trial:%'"
        " ORDER BY created_at DESC LIMIT 1",
        kept.gathering.id,
    )
    return {
        "trial": dict(trial) if trial else None, "mail_states": STATE_LABELS,
        "mail_server": mail_server(), "mail_folder": str(settings().var / "mail"),
        "federation": kept.gathering.federation(kept.language),
    }  # fmt: skip


async def _keep_mail(form: Form, kept: Kept) -> dict[str, Any] | None:
    """Keep who mails come from; with the button of the trial, mail one to the address typed."""
    name, to, trial = form.text("mail_name"), form.text("reply_to"), form.text("trial_to")
    problems: dict[str, Problem] = {}
    if len(name) > _MOST:
        problems["mail_name"] = Problem(TOO_LONG, {"most": _MOST, "length": len(name)})
    if to and not mailable(to):
        problems["reply_to"] = Problem(_NO_ADDRESS)
    tries = form.text("do") == "trial"
    if tries and not mailable(trial):
        problems["trial_to"] = Problem(_NO_ADDRESS)
    if problems:
        raise Invalid(problems)
    await change_columns(
        kept.gathering.id,
        action="gathering.set_mail",
        by=kept.access.actor,
        now=kept.now,
        mail_name=name,
        reply_to=to,
    )
    if not tries:
        return None
    kept.gathering.mail_name, kept.gathering.reply_to = name, to
    words = await wording("ticket", kept.language, gathering=kept.gathering.id)
    await send_trial(
        "ticket", kept.language, words, to=trial, gathering=kept.gathering, by=kept.access.actor, now=kept.now
    )
    return {"tried": trial}


async def _users_shown(_: Kept) -> dict[str, list[str]]:
    return as_form("user", [], blank=4)


async def _users_beside(kept: Kept) -> dict[str, Any]:
    there = await fetch(
        'SELECT u.sign_in_name, u.name, array_agg(r.role ORDER BY r.role) AS roles FROM users u JOIN user_role r ON r."user" = u.id'
        " WHERE u.active AND (r.gathering = $1 OR r.gathering IS NULL) GROUP BY u.id ORDER BY u.sign_in_name",
        kept.gathering.id,
    )
    return {"colleagues": [dict(row) for row in there], "roles": _grantable(kept), "role_labels": ROLE_LABELS}


def _grantable(kept: Kept) -> dict[Role, Message]:
    """Organizers add whoever helps them; only administrators make administrators."""
    may_all = kept.access.may(Permission.USERS, None)
    return {role: label for role, label in ROLE_LABELS.items() if may_all or role is not Role.ADMINISTRATOR}


async def _keep_users(form: Form, kept: Kept) -> dict[str, Any] | None:
    """Add every user of the list, here and not elsewhere; their codes are shown once."""
    lines = lines_of(form, "user", ("name", "sign_in_name"))
    problems: dict[str, Problem] = {}
    names = [line["sign_in_name"].lower() for _, line in lines]
    taken = {row["name"] for row in await fetch(
        "SELECT sign_in_name AS name FROM users WHERE sign_in_name = ANY($1::text[])", names)}  # fmt: skip
    offered = _grantable(kept)
    for place, (number, line) in enumerate(lines):
        name, own = names[place], f"user_{number}_sign_in_name"
        if not SIGN_IN_NAME.fullmatch(name):
            problems[own] = Problem(NOT_A_SIGN_IN_NAME)
        elif name in taken:
            problems[own] = Problem(_TAKEN, {"name": name})
        elif name in names[:place]:
            problems[own] = Problem(_TWICE)
        if form.text(f"user_{number}_role") not in set(offered):
            problems[f"user_{number}_role"] = Problem(_NO_ROLE)
        if len(line["name"]) > 80:  # noqa: PLR2004 - as the column
            problems[f"user_{number}_name"] = Problem(TOO_LONG, {"most": 80, "length": len(line["name"])})
    if problems:
        raise Invalid(problems)
    invited = [
        await _added(line["name"], names[place], Role(form.text(f"user_{number}_role")), kept)
        for place, (number, line) in enumerate(lines)
    ]
    return {"invited": invited} if invited else None


async def _added(name: str, sign_in_name: str, role: Role, kept: Kept) -> dict[str, str]:
    where: UUID | None = None if role is Role.ADMINISTRATOR else kept.gathering.id
    made = await add_user(sign_in_name, name=name, roles=[(role, where)], by=kept.access.actor, now=kept.now)
    link = f"{settings().address}/set-up?code={made.setup_code}"
    return {
        "name": name or made.sign_in_name, "sign_in_name": made.sign_in_name, "code": made.setup_code, "link": link,
        "qr": qr_address(link, module=5), "role": ROLE_LABELS[role],
    }  # fmt: skip


MAIL = Part(
    _mail_shown, _keep_mail, _mail_beside,
    labels={
        "mail_name": Message("Name of the sender"), "reply_to": Message("Answers go to"),
        "trial_to": Message("Send a test to"),
    },
)  # fmt: skip
USERS = Part(
    _users_shown, _keep_users, _users_beside, lines="user", drafted=False,
    labels={"name": Message("Name"), "sign_in_name": Message("Sign-in name"), "role": Message("Role")},
)  # fmt: skip
