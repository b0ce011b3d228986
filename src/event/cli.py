"""The `event` command; what its commands do is in commands/, what they need is imported inside them."""

import rich_click as click

from event.commands.doctor import doctor
from event.commands.lists import export_list, import_list
from event.commands.planning import plan
from event.commands.printing import print_paper
from event.commands.serving import demo, migrate, serve, web, worker
from event.commands.users import user

_ABOUT = """Runs the gatherings of a federation: registration, check-in, badges, programme.

The database is EVENT_DATABASE_URL or, with nothing set, one that is started under EVENT_VAR
(default ./var). Commands start it themselves, bring it up to date, and take the only gathering
where none is named.

Exit codes: 0 done · 1 refused or failed, the reason is said · 2 wrong usage · 3 the database
cannot be reached · 4 not set up (packages, assets, keys, no gathering yet) · 5 the port is taken.
"""

click.rich_click.COMMAND_GROUPS = {
    "event": [
        {"name": "Run", "commands": ["serve", "demo", "web", "worker"]},
        {"name": "Lists and paper", "commands": ["import", "export", "print", "plan"]},
        {"name": "Keep", "commands": ["user", "migrate", "doctor"]},
    ]
}


@click.group(help=_ABOUT, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="event")
def event() -> None:
    """Only the group; see its help text."""


for _command in (
    serve, web, worker, demo, migrate, user, import_list, export_list, print_paper, plan, doctor,
):  # fmt: skip
    event.add_command(_command)
