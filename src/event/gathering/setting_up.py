"""How far the set-up of a gathering is: steps done, skipped, or begun with what was typed so far."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering, StepState
from event.language import Message


@dataclass(frozen=True)
class Step:
    """A step of setting up: what it is called, and why it matters."""

    key: str
    title: Message
    why: Message


STEPS = (
    Step("gathering", Message("The gathering"), Message("Its name, days and place stand on every page, mail, ticket and badge.")),
    Step("languages", Message("Languages"), Message("Guests read the form, their ticket and mails in these languages.")),
    Step("halls", Message("Halls"), Message("The programme, the doors and the seats are in halls; who stands at the wrong door is told the way.")),
    Step("classes", Message("Guest classes"), Message("The class is the coloured band of the badge: whoever stands at a door sees it from afar.")),
    Step("checkpoints", Message("Checkpoints"), Message("Tickets are scanned there. Without a checkpoint nobody can be checked in.")),
    Step("mail", Message("Mail"), Message("Tickets and news reach guests by mail: try it before they depend on it.")),
    Step("users", Message("Colleagues"), Message("Whoever helps signs in with an account of their own, with no more rights than they need.")),
)  # fmt: skip
KEYS = tuple(step.key for step in STEPS)


@dataclass(frozen=True)
class Progress:
    """A step with how far it is; no state: nobody has been there yet."""

    step: Step
    state: StepState | None

    @property
    def is_left(self) -> bool:
        """Whether somebody has still to go there."""
        return self.state not in (StepState.DONE, StepState.SKIPPED)


async def progress_of(gathering: Gathering) -> list[Progress]:
    """Every step in order, or nothing for a gathering that was not set up by steps."""
    rows = await fetch("SELECT step, state FROM set_up_step WHERE gathering = $1", gathering.id)
    states = {row["step"]: StepState(row["state"]) for row in rows}
    return [Progress(step, states.get(step.key)) for step in STEPS] if states else []


async def typed_in(step: str, gathering: UUID | None) -> dict[str, list[str]] | None:
    """What was typed in a step and not kept, or None."""
    row = await fetch_one(
        "SELECT typed FROM set_up_step WHERE gathering IS NOT DISTINCT FROM $1 AND step = $2", gathering, step
    )
    typed: Any = json.loads(row["typed"]) if row else {}
    return typed or None


async def mark(
    step: str,
    gathering: UUID | None,
    *,
    state: StepState,
    now: datetime,
    typed: Mapping[str, list[str]] | None = None,
) -> None:
    """Note how far a step is, with what was typed and is not kept yet; a step that is done stays so while it is typed in."""
    async with writing():
        await fetch(
            "INSERT INTO set_up_step (id, gathering, step, state, typed, changed_at)"
            " VALUES (gen_random_uuid(), $1, $2, $3, $4, $5) ON CONFLICT (gathering, step) DO UPDATE"
            " SET state = CASE WHEN excluded.state = 'begun' AND set_up_step.state = 'done' THEN 'done'"
            " ELSE excluded.state END, typed = excluded.typed, changed_at = excluded.changed_at",
            gathering, step, state, json.dumps(dict(typed or {})), now,
        )  # fmt: skip


async def forget_founding() -> None:
    """What was typed about a gathering that has been founded since is needed no more."""
    async with writing():
        await fetch("DELETE FROM set_up_step WHERE gathering IS NULL")
