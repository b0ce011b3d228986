"""Zones of the matchmaking, their slots, and who has booked them."""

from piccolo.columns import UUID, Boolean, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.tables import Guest


class MatchZone(Table, tablename="match_zone"):
    """A zone (洽谈区) with the unit that receives guests there."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    unit_zh = Varchar(length=120)
    unit_en = Varchar(length=160, default="")
    position = SmallInt(default=0)

    match_zone_once = Unique([gathering, code])

    def unit(self, language: str) -> str:
        return in_language(language, zh=self.unit_zh, en=self.unit_en)


class MatchSlot(Table, tablename="match_slot"):
    """A time at a zone (时段)."""

    id = UUID(primary_key=True)
    zone = ForeignKey(MatchZone, on_delete=OnDelete.restrict, null=False)
    number = SmallInt()
    starts_at = Timestamptz()
    ends_at = Timestamptz()

    match_slot_once = Unique([zone, number])
    match_slot_ends_after_it_starts = Check("ends_at > starts_at")


class MatchBooking(Table, tablename="match_booking"):
    """Who comes to a slot; one guest for each."""

    id = UUID(primary_key=True)
    slot = ForeignKey(MatchSlot, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    booked_at = Timestamptz()

    match_booked_once = Unique([slot])


class MatchChange(Table, tablename="match_change"):
    """A slot was booked or freed by hand: append-only. Lists and substitutes write none."""

    id = UUID(primary_key=True)
    slot = ForeignKey(MatchSlot, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    booked = Boolean(default=True)
    by = Varchar(length=60)
    at = Timestamptz()
