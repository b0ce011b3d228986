"""What organizers do to a line as a whole: put off, added, renamed, taken out."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar
from uuid import UUID, uuid4

from msgspec import Meta
from msgspec.structs import replace

from event.itinerary.planning.change import Change, Code, Short, line_of
from event.itinerary.planning.errors import SeenOtherwise
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.lines import put_off, with_calls
from event.itinerary.planning.plan import Call, Draft, Line, What
from event.language import Message

_LONGEST_SHIFT = 600


class ShiftLine(Change, tag="shift_line", frozen=True, kw_only=True):
    """All calls of a line from a moment of its day on are so many minutes later, or earlier; sessions stay."""

    named: ClassVar[Message] = Message("route {line} {minutes} minutes later")
    line: UUID
    after: datetime
    minutes: Annotated[int, Meta(ge=-_LONGEST_SHIFT, le=_LONGEST_SHIFT)]

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        line, zone = line_of(draft, self.line), facts.gathering.zone
        after = self.after if self.after.tzinfo else self.after.replace(tzinfo=zone)
        day = after.astimezone(zone).date()

        def moves(call: Call) -> bool:
            same = call.begins.astimezone(zone).date() == day
            return same and call.begins >= after and call.what is not What.SESSION

        by = timedelta(minutes=self.minutes)
        calls = [put_off(call, by) if moves(call) else call for call in line.calls]
        return draft.with_line(with_calls(facts, draft, line, calls))

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del facts
        line = draft.line(self.line)
        return {"line": line.code if line else "–", "minutes": str(self.minutes)}


class AddLine(Change, tag="add_line", frozen=True, kw_only=True):
    """A new line without calls."""

    named: ClassVar[Message] = Message("route {line} added")
    code: Code
    name_zh: Short
    name_en: Short = ""

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        if any(one.code == self.code for one in draft.lines):
            raise SeenOtherwise
        return draft.with_line(Line(id=uuid4(), code=self.code, name_zh=self.name_zh, name_en=self.name_en))

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft, facts
        return {"line": self.code}


class RenameLine(Change, tag="rename_line", frozen=True, kw_only=True):
    """A line has another code or name."""

    named: ClassVar[Message] = Message("route {line} renamed")
    line: UUID
    code: Code
    name_zh: Short
    name_en: Short = ""

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        line = line_of(draft, self.line)
        if any(one.code == self.code and one.id != self.line for one in draft.lines):
            raise SeenOtherwise
        return draft.with_line(replace(line, code=self.code, name_zh=self.name_zh, name_en=self.name_en))

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft, facts
        return {"line": self.code}


class DropLine(Change, tag="drop_line", frozen=True, kw_only=True):
    """A line is gone; its buses have none."""

    named: ClassVar[Message] = Message("route {line} taken out")
    line: UUID

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        line_of(draft, self.line)
        return replace(
            draft,
            lines=tuple(one for one in draft.lines if one.id != self.line),
            rides=tuple(replace(one, line=None) if one.line == self.line else one for one in draft.rides),
        )

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del facts
        line = draft.line(self.line)
        return {"line": line.code if line else "–"}
