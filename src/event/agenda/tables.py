"""Sessions of the programme, what happens in them and who takes part, and bookings for them."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering, Hall
from event.language import in_language
from event.registration.tables import Guest


class SessionKind(StrEnum):
    """What a session is; the arrival desk and the banquet are looked at for who lands too late."""

    ARRIVAL = "arrival"
    TALKS = "talks"
    RECEPTION = "reception"
    BANQUET = "banquet"
    MEAL = "meal"
    OPENING = "opening"
    CLOSING = "closing"
    PHOTO = "photo"
    SIGNING = "signing"
    PROMOTION = "promotion"
    MATCHMAKING = "matchmaking"
    JOB_FAIR = "job_fair"
    PERFORMANCE = "performance"
    VISIT = "visit"
    DEPARTURE = "departure"
    OTHER = "other"


class Mode(StrEnum):
    """Where a session takes place."""

    ON_SITE = "on_site"
    ONLINE = "online"
    BOTH = "both"


class ItemKind(StrEnum):
    """What an item of a session is (环节)."""

    SPEECH = "speech"
    REMARKS = "remarks"
    PROMOTION = "promotion"
    RELEASE = "release"
    SIGNING = "signing"
    APPOINTMENT = "appointment"
    PLAQUE = "plaque"
    AWARD = "award"
    PHOTO = "photo"
    PERFORMANCE = "performance"
    OTHER = "other"


class Part(StrEnum):
    """What somebody does in a session or an item."""

    HOST = "host"
    MODERATOR = "moderator"
    SPEAKER = "speaker"
    INTERPRETER = "interpreter"


class AgendaSession(Table, tablename="agenda_session"):
    """One line of the programme (DOMAIN 2.3); an open end is empty.

    `revision` rises with each change of the session, its items or its people.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=40)
    kind = Varchar(length=20, default=SessionKind.OTHER, choices=SessionKind)
    mode = Varchar(length=10, default=Mode.ON_SITE, choices=Mode)
    title_zh = Varchar(length=200)
    title_en = Varchar(length=200, default="")
    starts_at = Timestamptz()
    ends_at = Timestamptz(null=True, default=None)
    hall = ForeignKey(Hall, on_delete=OnDelete.restrict, null=True, default=None)
    place_zh = Varchar(length=120, default="")
    place_en = Varchar(length=120, default="")
    capacity = Integer(null=True, default=None)
    target = Integer(null=True, default=None, help_text="How many people are expected.")
    signup = Boolean(default=False, help_text="Whether guests sign up for it themselves.")
    signup_opens = Timestamptz(null=True, default=None)
    signup_closes = Timestamptz(null=True, default=None)
    attendees_zh = Varchar(length=200, default="", help_text="参加人员")
    attendees_en = Varchar(length=200, default="")
    host_zh = Varchar(length=200, default="", help_text="主持/责任单位")
    host_en = Varchar(length=200, default="")
    remark_zh = Varchar(length=300, default="")
    remark_en = Varchar(length=300, default="")
    position = SmallInt(default=0)
    revision = Integer(default=1)
    cancelled_at = Timestamptz(null=True, default=None, help_text="It was to take place and does not.")

    session_code_once = Unique([gathering, code])
    session_ends_after_it_starts = Check("ends_at IS NULL OR ends_at > starts_at")
    session_capacity_positive = Check("capacity IS NULL OR capacity > 0")
    session_target_counted = Check("target IS NULL OR target >= 0")
    session_kind_known = Check(
        "kind IN ('arrival', 'talks', 'reception', 'banquet', 'meal', 'opening', 'closing', 'photo', 'signing',"
        " 'promotion', 'matchmaking', 'job_fair', 'performance', 'visit', 'departure', 'other')"
    )
    session_mode_known = Check("mode IN ('on_site', 'online', 'both')")
    session_signup_closes_after_it_opens = Check("signup_closes > signup_opens")

    def title(self, language: str) -> str:
        return in_language(language, zh=self.title_zh, en=self.title_en)

    def place(self, language: str) -> str:
        return in_language(language, zh=self.place_zh, en=self.place_en)


class AgendaItem(Table, tablename="agenda_item"):
    """What happens within a session, one after the other (环节), with its cues for the run sheet (流程表).

    An item begins when the one before it ends, or at `starts_at` where that is fixed.
    """

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    position = SmallInt()
    kind = Varchar(length=20, default=ItemKind.OTHER, choices=ItemKind)
    title_zh = Varchar(length=200)
    title_en = Varchar(length=200, default="")
    minutes = SmallInt(default=5)
    starts_at = Timestamptz(null=True, default=None, help_text="Fixed; none: follows the item before.")
    audio_video = Varchar(length=200, default="", help_text="音视频")
    responsible = Varchar(length=120, default="", help_text="责任人")
    cue = Varchar(length=500, default="", help_text="What else whoever runs it must know.")

    item_kind_known = Check(
        "kind IN ('speech', 'remarks', 'promotion', 'release', 'signing', 'appointment', 'plaque', 'award',"
        " 'photo', 'performance', 'other')"
    )
    item_minutes_fit = Check("minutes BETWEEN 1 AND 1440")

    def title(self, language: str) -> str:
        return in_language(language, zh=self.title_zh, en=self.title_en)


class AgendaPerson(Table, tablename="agenda_person"):
    """Who hosts, moderates, speaks or interprets: a guest, or somebody named; for one item where it names one."""

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    item = ForeignKey(AgendaItem, on_delete=OnDelete.restrict, null=True, default=None)
    part = Varchar(length=20, choices=Part)
    position = SmallInt(default=0)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=True, default=None)
    name_zh = Varchar(length=80, default="")
    name_en = Varchar(length=120, default="")
    title_zh = Varchar(length=120, default="")
    title_en = Varchar(length=160, default="")

    agenda_part_known = Check("part IN ('host', 'moderator', 'speaker', 'interpreter')")
    agenda_person_somebody = Check("guest IS NOT NULL OR name_zh <> '' OR name_en <> ''")


class AgendaChange(Table, tablename="agenda_change"):
    """What somebody changed of a session, whole before and after: one row per revision, append-only.

    No `before`: the session was new; no `after`: it was taken out. `undoes` names the change that was taken back.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    session = UUID()
    revision = Integer()
    action = Varchar(length=20)
    before = JSONB(null=True, default=None)
    after = JSONB(null=True, default=None)
    undoes = UUID(null=True, default=None)
    by = Varchar(length=60)
    by_name = Varchar(length=80, default="")
    at = Timestamptz()

    agenda_change_once = Unique([session, revision])
    agenda_change_undone_once = Unique([undoes])


class SessionWave(Table, tablename="session_wave"):
    """A part of a session with times and places of its own, such as the second wave of a job fair (批次)."""

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20, help_text="As lists name it, such as 1.")
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    capacity = Integer(null=True, default=None)

    session_wave_once = Unique([agenda_session, code])
    session_wave_ends_after_it_starts = Check("ends_at > starts_at")
    session_wave_capacity_positive = Check("capacity IS NULL OR capacity > 0")


class Booking(Table, tablename="booking"):
    """A guest who has said they come to a session; `chosen`: by signing up for it, not by an answer of the reply."""

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    booked_at = Timestamptz()
    wave = ForeignKey(SessionWave, on_delete=OnDelete.restrict, null=True, default=None)
    chosen = Boolean(default=False)

    booking_once = Unique([agenda_session, guest])


class SessionWaiting(Table, tablename="session_waiting"):
    """A guest who waits for a place in a session, or in one of its waves; the lowest place is next.

    A table of its own, so that nobody who waits passes a door or is counted as booked.
    """

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    wave = ForeignKey(SessionWave, on_delete=OnDelete.restrict, null=True, default=None)
    place = Integer()
    since = Timestamptz()

    session_waiting_once = Unique([agenda_session, guest])
    session_waiting_in_order = Unique([agenda_session, place])


class FreedPlace(Table, tablename="freed_place"):
    """A place that became free because its session was cancelled; given back as it was where the session takes place after all.

    `kind`: the table the place was in (booking, session_waiting, match_booking); `place`: its row.
    """

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    kind = Varchar(length=20)
    place = JSONB()

    freed_place_kind_known = Check("kind IN ('booking', 'session_waiting', 'match_booking')")


class Step(StrEnum):
    """What happened to somebody's place in a session."""

    BOOK = "book"
    WAIT = "wait"
    MOVE_UP = "move_up"
    LEAVE = "leave"


class BookingChange(Table, tablename="booking_change"):
    """Somebody signed up for a session, waits, moved up or left: append-only. Lists and replies write none.

    `booked`: whether they had a place afterwards, `was_booked` before.
    """

    id = UUID(primary_key=True)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    wave = UUID(null=True, default=None)
    step = Varchar(length=10, choices=Step)
    was_booked = Boolean(default=False)
    booked = Boolean(default=False)
    by = Varchar(length=60)
    at = Timestamptz()

    booking_step_known = Check("step IN ('book', 'wait', 'move_up', 'leave')")
