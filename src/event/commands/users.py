"""Managing who may sign in."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import rich_click as click

from event.commands.telling import Exit, give, stop, tell
from event.language import Message

if TYPE_CHECKING:
    from event.people.operations import Invited

ROLES = ("gate_staff", "liaison", "organizer", "signing_officer", "viewer", "administrator")
_json = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
_INVITED = Message(
    "{name} chooses a password at {address}/set-up with this code, valid once and for 7 days: {code}"
)
_NAME_LENGTH = Message("A sign-in name has 1 to 60 characters.")
_DISABLED = Message("{name} can no longer sign in.")
_NOBODY = Message("There is no user yet: event user add NAME --role administrator")


@click.group()
def user() -> None:
    """Manage who may sign in: add, list, disable, reset."""


@user.command("add")
@click.argument("sign_in_name")
@click.option("--name", default="", help="Name as shown; the sign-in name where left out.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help="May be given several times.",
)
@click.option("--gathering", "slug", help="Where the roles hold; left out: in every gathering.")
@_json
def add(sign_in_name: str, name: str, roles: tuple[str, ...], slug: str | None, as_json: bool) -> None:
    """Add a user; they choose a password with the one-time code that is printed."""
    from event.commands.running import with_database  # noqa: PLC0415
    from event.gathering.operations import gathering_at  # noqa: PLC0415
    from event.people.operations import add_user  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415
    from event.people.tables import Role  # noqa: PLC0415

    if not 0 < len(sign_in_name.strip()) <= 60:  # noqa: PLR2004 - as the column
        stop(Exit.USAGE, _NAME_LENGTH)

    async def work() -> "Invited":
        where = (await gathering_at(slug)).id if slug else None
        return await add_user(
            sign_in_name, name=name[:80], roles=[(Role(role), where) for role in roles],
            by=COMMAND_LINE, now=datetime.now(UTC),
        )  # fmt: skip

    _show(with_database(work), as_json=as_json)


@user.command("reset")
@click.argument("sign_in_name")
@_json
def reset(sign_in_name: str, as_json: bool) -> None:
    """Take a user's password away, end their sessions and print a new one-time code."""
    from event.commands.running import with_database  # noqa: PLC0415
    from event.people.operations import reset_user  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415

    invited = with_database(lambda: reset_user(sign_in_name, by=COMMAND_LINE, now=datetime.now(UTC)))
    _show(invited, as_json=as_json)


@user.command("disable")
@click.argument("sign_in_name")
def disable(sign_in_name: str) -> None:
    """Let a user sign in no more; their sessions end at once."""
    from event.commands.running import with_database  # noqa: PLC0415
    from event.people.operations import disable_user  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415

    with_database(lambda: disable_user(sign_in_name, by=COMMAND_LINE, now=datetime.now(UTC)))
    tell(_DISABLED, name=sign_in_name)


@user.command("list")
@_json
def list_users(as_json: bool) -> None:
    """List users and their roles."""
    from event.commands.running import with_database  # noqa: PLC0415
    from event.people.operations import users  # noqa: PLC0415

    rows: list[dict[str, Any]] = [
        {
            "sign_in_name": one.sign_in_name, "name": one.name, "active": one.active,
            "has_password": one.has_password,
            "roles": [{"role": role, "gathering": where} for role, where in one.roles],
        }
        for one in with_database(users)
    ]  # fmt: skip
    if as_json:
        give(rows)
        return
    for row in rows:
        roles = ", ".join(f"{one['role']} ({one['gathering'] or '*'})" for one in row["roles"])
        state = "" if row["active"] else "  disabled"
        tell(
            "{name:<20} {shown:<20} {roles}{state}",
            name=row["sign_in_name"],
            shown=row["name"],
            roles=roles,
            state=state,
        )
    if not rows:
        tell(_NOBODY)


def _show(invited: "Invited", *, as_json: bool) -> None:
    from event.settings import settings  # noqa: PLC0415

    address = settings().address
    if as_json:
        give({
            "sign_in_name": invited.sign_in_name, "setup_code": invited.setup_code,
            "set_up": f"{address}/set-up",
        })  # fmt: skip
        return
    tell(_INVITED, name=invited.sign_in_name, address=address, code=invited.setup_code)
    if sys.stdout.isatty():  # a person, who holds a phone to the screen; no script
        from event.qr import qr_lines  # noqa: PLC0415

        click.echo(qr_lines(f"{address}/set-up?code={invited.setup_code}"))
