"""Sessions of the programme and bookings for them."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering, Hall
from event.language import in_language
from event.registration.tables import Guest


class AgendaSession(Table, tablename="agenda_session"):
    """One line of the programme (DOMAIN 2.3); an open end is empty."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=40)
    title_zh = Varchar(length=200)
    title_en = Varchar(length=200, default="")
    starts_at = Timestamptz()
    ends_at = Timestamptz(null=True, default=None)
    hall = ForeignKey(Hall, on_delete=OnDelete.restrict, null=True, default=None)
    place_zh = Varchar(length=120, default="")
    place_en = Varchar(length=120, default="")
    capacity = Integer(null=True, default=None)
    attendees_zh = Varchar(length=200, default="", help_text="参加人员")
    attendees_en = Varchar(length=200, default="")
    host_zh = Varchar(length=200, default="", help_text="主持/责任单位")
    host_en = Varchar(length=200, default="")
    remark_zh = Varchar(length=300, default="")
    remark_en = Varchar(length=300, default="")
    position = SmallInt(default=0)

    session_code_once = Unique([gathering, code])
    session_ends_after_it_starts = Check("ends_at IS NULL OR ends_at > starts_at")
    session_capacity_positive = Check("capacity IS NULL OR capacity > 0")

    def title(self, language: str) -> str:
        return in_language(language, zh=self.title_zh, en=self.title_en)

    def place(self, language: str) -> str:
        return in_language(language, zh=self.place_zh, en=self.place_en)


class Booking(Table, tablename="booking"):
    """A guest who has said they come to a session."""

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    booked_at = Timestamptz()

    booking_once = Unique([agenda_session, guest])
