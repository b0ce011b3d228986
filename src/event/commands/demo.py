"""What the demo needs beyond a server: a gathering to look at, and a sign-in for each role."""

import json
import os
import secrets
import webbrowser
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from event.commands.telling import said, tell, under_way
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.sessions import hashed_password
from event.people.tables import Role
from event.sample import SLUG, load_sample
from event.settings import settings

_NAMES: dict[Role, tuple[str, str]] = {
    Role.ADMINISTRATOR: ("admin", "示例管理员"),
    Role.ORGANIZER: ("organizer", "示例办公室"),
    Role.LIAISON: ("liaison", "示例联络员"),
    Role.GATE_STAFF: ("gate", "示例签到员"),
    Role.SIGNING_OFFICER: ("signing", "示例签约专员"),
    Role.VIEWER: ("viewer", "示例观察员"),
}

_PLACES = {
    "address": Message("First page"),
    "registration": Message("Registration for guests"),
    "console": Message("Console for staff"),
    "schema": Message("API, described"),
}
_NOT_OURS = Message("(as you set it)")
_MAILS = Message("Mails: {mails}")
_STOPS = Message("Ctrl-C stops everything; the data stay.")


@dataclass(frozen=True)
class SignIn:
    """How to sign in in one role."""

    role: str
    name: str
    password: str


@dataclass(frozen=True)
class Demo:
    """Where the demo is and how to get in."""

    address: str
    slug: str
    sign_ins: tuple[SignIn, ...]

    def as_json(self) -> dict[str, Any]:
        """What `event demo --json` prints."""
        return {
            "address": self.address,
            "registration": f"{self.address}/g/{self.slug}/register",
            "console": f"{self.address}/console/{self.slug}",
            "sign_in": f"{self.address}/sign-in",
            "api": f"{self.address}/api/v1",
            "schema": f"{self.address}/schema/openapi.json",
            "gathering": self.slug,
            "var": str(settings().var),
            "sign_ins": [vars(one) for one in self.sign_ins],
        }


async def prepare() -> Demo:
    """Load the sample where there is no gathering yet, and make the sign-ins."""
    now = datetime.now(UTC)
    gathering = await Gathering.objects().order_by(Gathering.first_day, ascending=False).first()
    if gathering is None or await _unfinished(gathering):
        with under_way(Message("Making the sample gathering")):
            gathering = await load_sample(by=COMMAND_LINE, now=now)
    sign_ins = await _sign_ins(gathering, now=now)
    return Demo(settings().address, gathering.slug, sign_ins)


async def _unfinished(gathering: Gathering) -> bool:
    """Whether loading the sample was broken off before its guests were in."""
    if gathering.slug != SLUG:
        return False
    return await fetch_one("SELECT 1 FROM guest WHERE gathering = $1 LIMIT 1", gathering.id) is None


async def _sign_ins(gathering: Gathering, *, now: datetime) -> tuple[SignIn, ...]:
    file = settings().var / "demo.json"
    known = _remembered(file)
    sign_ins = tuple([await _sign_in(role, known.get(role), gathering=gathering, now=now) for role in _NAMES])
    _remember(file, sign_ins)
    return sign_ins


async def _sign_in(role: Role, password: str | None, *, gathering: Gathering, now: datetime) -> SignIn:
    """The user of a role, with the password printed before or a new one; nobody else's is touched."""
    name, shown = _NAMES[role]
    user = await fetch_one("SELECT id, name FROM users WHERE sign_in_name = $1", name)
    if user is not None and user["name"] != shown:
        return SignIn(role, name, "")
    if user is None:
        password = password or _new_password()
        where = None if role is Role.ADMINISTRATOR else gathering.id
        made = await add_user(
            name, name=shown, roles=[(role, where)], by=COMMAND_LINE, now=now, password=password
        )
        if role is Role.LIAISON:
            await _give_a_delegation(made.user, gathering=gathering)
    elif password is None:
        password = _new_password()
        await _change_password(user["id"], password, now=now)
    return SignIn(role, name, password)


async def _give_a_delegation(user: UUID, *, gathering: Gathering) -> None:
    await fetch(
        "UPDATE delegation SET liaison = $1 WHERE id = (SELECT id FROM delegation"
        " WHERE gathering = $2 AND liaison IS NULL ORDER BY code LIMIT 1)",
        user, gathering.id,
    )  # fmt: skip


async def _change_password(user: UUID, password: str, *, now: datetime) -> None:
    hashed = await hashed_password(password)
    async with writing():
        await fetch("UPDATE users SET password_hash = $2, active = true WHERE id = $1", user, hashed)
        await record("user.set_password", subject=f"user:{user}", by=COMMAND_LINE, now=now)


def _new_password() -> str:
    letters = "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(15))
    return "-".join(letters[place : place + 5] for place in range(0, 15, 5))


def _remembered(file: Path) -> dict[Role, str]:
    """The passwords printed before; a file that cannot be read is as good as none."""
    try:
        content = json.loads(file.read_text())
        return {Role(one["role"]): str(one["password"]) for one in content["sign_ins"] if one["password"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remember(file: Path, sign_ins: tuple[SignIn, ...]) -> None:
    whole = file.with_suffix(".json.new")
    whole.unlink(missing_ok=True)
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump({"sign_ins": [vars(one) for one in sign_ins]}, out, indent=2)
    whole.replace(file)


def show(demo: Demo) -> None:
    """Addresses and sign-ins, as tables for a person."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    places = demo.as_json()
    addresses = Table("What", "Address", title="The sample gathering", title_justify="left")
    for key, label in _PLACES.items():
        addresses.add_row(said(label), places[key])
    people = Table("Role", "Sign-in name", "Password", title="Sign-ins", title_justify="left")
    for one in demo.sign_ins:
        people.add_row(one.role.replace("_", " "), one.name, one.password or said(_NOT_OURS))
    console = Console(soft_wrap=True)
    console.print(addresses)
    console.print(people)
    tell(_MAILS, mails="EVENT_SMTP_URL" if settings().smtp_url else settings().var / "mail")
    tell(_STOPS)


def open_browser(address: str) -> None:
    """Open the first page, where there is a desktop."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)
