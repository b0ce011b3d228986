"""What an import would do or has done, row by row."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from event.language import Message, translated

ACTIONS = ("create", "update", "skip", "refuse")


@dataclass(frozen=True)
class Said:
    """A sentence about one field of a row."""

    about: str
    sentence: Message
    data: dict[str, Any] = field(default_factory=dict)

    def told(self, language: str) -> str:
        """The sentence in the reader's language, with the field before it."""
        text = translated(self.sentence, language).format(**self.data)
        return f"{self.about}: {text}" if self.about else text


@dataclass(frozen=True)
class RowOutcome:
    """What happens with one row; a warning never refuses it."""

    sheet: str
    row: int
    action: str
    number: str
    name: str
    changes: tuple[str, ...] = ()
    reasons: tuple[Said, ...] = ()
    warnings: tuple[Said, ...] = ()


@dataclass(frozen=True)
class ToldRow:
    """A row as a page shows it."""

    sheet: str
    row: int
    action: str
    number: str
    name: str
    told: list[str]


CHANGED = Message("changes: {fields}")


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
    notes: tuple[Said, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows by action."""
        counted = Counter(row.action for row in self.rows)
        return {action: counted[action] for action in ACTIONS}

    @property
    def warnings(self) -> int:
        return sum(len(row.warnings) for row in self.rows)

    def told(self, language: str) -> dict[str, Any]:
        """Rows, notes and the number of warnings for a page."""
        return {
            "rows": [_told(row, language) for row in self.rows],
            "notes": [note.told(language) for note in self.notes],
            "warnings": self.warnings,
        }

    def as_json(self, language: str = "zh-Hans") -> dict[str, Any]:
        """The whole report for programs."""
        return {
            "kind": self.kind, "file": self.file, "gathering": self.gathering, "title": self.title,
            "made_gathering": self.made_gathering, "dry_run": self.dry_run, "written": self.written,
            "counts": self.counts, "warnings": self.warnings, "figures": self.figures,
            "notes": [note.told(language) for note in self.notes],
            "rows": [
                {
                    "sheet": row.sheet, "row": row.row, "action": row.action, "number": row.number,
                    "name": row.name, "changes": list(row.changes),
                    "reasons": [said.told(language) for said in row.reasons],
                    "warnings": [said.told(language) for said in row.warnings],
                }
                for row in self.rows
            ],
        }  # fmt: skip


def _told(row: RowOutcome, language: str) -> ToldRow:
    lines = [said.told(language) for said in (*row.reasons, *row.warnings)]
    if row.changes:
        fields = ("、" if language != "en" else ", ").join(row.changes)
        lines.insert(0, translated(CHANGED, language).format(fields=fields))
    return ToldRow(row.sheet, row.row, row.action, row.number, row.name, lines)
