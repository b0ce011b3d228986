"""Whether a batch can be signed, and who sits where."""

from typing import Any

from event.language import Message, translated
from event.reports.told import Asked, Told
from event.signing.as_of import ItemThen, items_as_of, signs_mark
from event.signing.queries import ItemKept, batches_of, items_of
from event.signing.rules import TEXT_STATES, Side, from_audience, from_stage, is_final, party_mark
from event.signing.tables import TextState

RULE = "host left as seen by the signers"
_RULE = Message(
    "Host left, guest right, as the signers see it (主左客右). The audience sees the mirror image."
)
_YES, _NO = Message("yes"), Message("no")


async def batch_readiness(asked: Asked) -> Told:
    """Whether every text of a batch was final, every stand-in named, every table card printed at the moment.

    What was changed since is taken back; an agreement that was written down only later is as it was first written.
    """
    number = int(asked.values["batch"] or 0)
    items = [one for one in await items_as_of(asked.gathering, asked.at) if one.batch == number]
    signs = [(item, signs_mark(item, one), one) for item in items for one in item.signs]
    texts = [one for one in items if not is_final(one.text_state)]
    alone = [mark for _, mark, one in signs if not one.stand_in]
    cards = [mark for _, mark, one in signs if not one.card_printed]
    later = [one for one in items if one.later]
    ready = bool(items) and not (texts or alone or cards)
    return Told(
        {
            "batch": number, "items": [one.code for one in items],
            "text_not_final": [{"item": one.code, "status": text_words(one)} for one in texts],
            "no_standin": alone, "card_not_printed": cards, "ready": ready,
        },
        (
            Message("Agreement"), Message("Party"), Message("Signatory"), Message("Text of the agreement"), Message("Stands in"),
            Message("Table card"),
        ),
        [
            (
                item.code, f"{mark[-1]}方", one.name(asked.language), text_words(item), one.stand_in or "–",
                "✓" if one.card_printed else "–",
            )
            for item, mark, one in signs
        ],
        (
            (Message("Texts not final"), str(len(texts))), (Message("Without a stand-in"), str(len(alone))),
            (Message("Cards not printed"), str(len(cards))),
            (Message("Ready"), translated(_YES if ready else _NO, asked.language)),
            *([(Message("Written down only later"), str(len(later)))] if later else []),
        ),
    )  # fmt: skip


def text_words(item: ItemThen) -> str:
    """Where the text of an agreement was, in the office's words."""
    return item.text_said or TEXT_STATES[TextState(item.text_state)][0]


async def signing_places(asked: Asked) -> Told:
    """The order of signing by batch, and the parties from left to right: seen from the stage and by the audience."""
    items = await items_of(asked.gathering)
    told: list[dict[str, Any]] = []
    rows: list[tuple[str, ...]] = []
    for batch in await batches_of(asked.gathering, items):
        of_batch = [one for one in items if one.told.batch == batch.told.number]
        for order, item in enumerate(of_batch, start=1):
            sides = [Side(one.position, one.told.is_host) for one in item.parties]
            stage = [party_mark(side.position) for side in from_stage(sides)]
            audience = [party_mark(side.position) for side in from_audience(sides)]
            told.append(
                {
                    "batch": batch.told.number, "order": order, "item": item.told.code, "stage_left_to_right": stage,
                    "audience_left_to_right": audience,
                }
            )  # fmt: skip
            names = {
                party_mark(one.position): _seat(item, one.position, asked.language) for one in item.parties
            }
            rows.append(
                (
                    str(batch.told.number), item.told.code, str(order), item.name(asked.language),
                    " | ".join(names[mark] for mark in stage), " | ".join(names[mark] for mark in audience),
                )
            )  # fmt: skip
    return Told(
        {"rule": RULE, "items": told},
        (
            Message("Batch"), Message("Code"), Message("Turn"), Message("Agreement"),
            Message("From the stage, left to right"), Message("From the audience, left to right"),
        ),
        rows,
        ((Message("Rule"), translated(_RULE, asked.language)),),
    )  # fmt: skip


def _seat(item: ItemKept, position: int, language: str) -> str:
    party = next(one for one in item.parties if one.position == position)
    names = "、".join(one.name(language) for one in party.signatories)
    return f"{party_mark(position)}方 {names}".strip()
