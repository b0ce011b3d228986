"""Looking whether everything is there."""

import sys
from datetime import UTC, datetime

import rich_click as click

from event.commands.telling import Exit, give, language, tell

_MARKS = {"ok": "✓", "warning": "!", "problem": "✗"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check database, fonts, disk, clock, keys, assets and mail; say what to do. Exit code 1 for a problem."""
    import asyncio  # noqa: PLC0415 - help is shown without

    from event.doctor import State, examine  # noqa: PLC0415

    findings = asyncio.run(examine(now=lambda: datetime.now(UTC)))
    told = [finding.told(language()) for finding in findings]
    worst = any(finding.state is State.PROBLEM for finding in findings)
    if as_json:
        give({"ok": not worst, "findings": told})
    else:
        for one in told:
            tell("{mark} {name:<14} {found}", mark=_MARKS[one["state"]], name=one["name"], found=one["found"])
            if one["advice"]:
                tell("  {empty:<14} → {advice}", empty="", advice=one["advice"])
    sys.exit(Exit.REFUSED if worst else Exit.DONE)
