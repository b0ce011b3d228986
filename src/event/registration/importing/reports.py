"""What an import would do or has done, row by row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from event.language import Message, translated
from event.registration.importing.columns import BY_KEY
from event.registration.labels import ANSWER_LABELS

ACTIONS = ("create", "update", "skip", "refuse")


@dataclass(frozen=True)
class Said:
    """A sentence about one field of a row."""

    about: str
    sentence: Message
    data: dict[str, Any] = field(default_factory=dict)
    code: str = ""

    def told(self, language: str) -> str:
        """The sentence in the reader's language, with the field before it."""
        text = translated(self.sentence, language).format(**self.data)
        return f"{self.about}: {text}" if self.about else text


@dataclass(frozen=True)
class RowOutcome:
    """What happens with one row; a warning never refuses it.

    `action`: create, update, skip, refuse. Known and as before is a skip where the list has our numbers,
    otherwise an update without `changes`. `target` is the number of the guest it is about, `target_row`
    the row before that is about the same new guest.
    """

    sheet: str
    row: int
    action: str
    number: str
    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[Said, ...] = ()
    warnings: tuple[Said, ...] = ()
    match: str = ""
    target: str = ""
    target_row: int | None = None
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """The action, with known rows that change nothing told apart."""
        known = self.action in ("update", "skip") and self.match
        return "unchanged" if known and not self.changes else self.action


CHANGED = Message("changes: {fields}")
ACTION_LABELS = {
    "create": Message("New"), "update": Message("Changed"), "unchanged": Message("Unchanged"),
    "skip": Message("Left out"), "refuse": Message("Not taken in"),
}  # fmt: skip
"""What happens with a row, known rows that change nothing told apart."""


@dataclass(frozen=True)
class ImportReport:
    """One file: what it set up, what happens with each row, and the figures to compare with the office's."""

    kind: str
    file: str
    gathering: str
    title: str
    made_gathering: bool
    dry_run: bool
    written: bool
    rows: tuple[RowOutcome, ...]
    figures: dict[str, int] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[Said, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows by action."""
        counted = Counter(row.action for row in self.rows)
        return {action: counted[action] for action in ACTIONS}

    @property
    def warnings(self) -> int:
        return sum(len(row.warnings) for row in self.rows)

    def as_json(self, language: str = "zh-Hans") -> dict[str, Any]:
        """The whole report for programs."""
        return {
            "kind": self.kind, "file": self.file, "gathering": self.gathering, "title": self.title,
            "made_gathering": self.made_gathering, "dry_run": self.dry_run, "written": self.written,
            "columns": [list(one) for one in self.columns],
            "counts": self.counts, "warnings": self.warnings, "figures": self.figures,
            "notes": [note.told(language) for note in self.notes],
            "rows": [
                {
                    "sheet": row.sheet, "row": row.row, "action": row.action, "outcome": row.outcome, "number": row.number,
                    "name": row.name, "changes": row.changes, "match": row.match, "target": row.target,
                    "target_row": row.target_row, "record": row.record,
                    "reasons": [said.told(language) for said in row.reasons],
                    "warnings": [said.told(language) for said in row.warnings],
                    "codes": [said.code for said in (*row.reasons, *row.warnings) if said.code],
                }
                for row in self.rows
            ],
        }  # fmt: skip


_ALSO = {"standing": Message("State"), "alias": Message("Ticket"), "issued_at": Message("Issued on")}
"""Fields that lists change and no heading of the guest list names."""


def field_label(name: str, language: str) -> str:
    """What people call a field."""
    key = name.removeprefix("needs.").removeprefix("answers.")
    label = BY_KEY[key].label if key in BY_KEY else ANSWER_LABELS.get(key) or _ALSO.get(key)
    return translated(label, language) if label else key
