"""The gathering (one edition), its places and the classes its badges show."""

from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.language import GUEST_LANGUAGES, in_language


class Review(StrEnum):
    """What happens to a reply that comes in online."""

    AT_ONCE = "at_once"
    BY_STAFF = "by_staff"
    TWICE = "twice"


class Gathering(Table, tablename="gathering"):
    """One edition of the gathering; everything else belongs to exactly one."""

    id = UUID(primary_key=True)
    number = SmallInt(unique=True, help_text="Named in every ticket; never used twice.")
    slug = Varchar(length=60, unique=True)
    title_zh = Varchar(length=200)
    title_en = Varchar(length=200, default="")
    edition = Varchar(length=40, default="", help_text="As spoken: 第三届.")
    federation_zh = Varchar(length=120, default="")
    federation_en = Varchar(length=120, default="")
    place_zh = Varchar(length=120, default="")
    place_en = Varchar(length=120, default="")
    first_day = Date()
    last_day = Date()
    timezone = Varchar(length=60, default="Asia/Shanghai")
    number_prefix = Varchar(length=20, help_text="Guests are numbered PREFIX-001.")
    guests_numbered = Integer(default=0)
    registration_opens = Timestamptz(null=True, default=None)
    registration_closes = Timestamptz(null=True, default=None)
    changes_until = Timestamptz(
        null=True,
        default=None,
        help_text="Until then guests change their replies; none: until the first day.",
    )
    review = Varchar(length=20, default=Review.AT_ONCE, choices=Review)
    places = Integer(null=True, default=None, help_text="Guests of all classes; none: no limit.")
    office_address = Varchar(length=200, default="", help_text="As it stands in letters for visas.")
    office_phone = Varchar(length=60, default="")
    letter_costs = Varchar(length=200, default="", help_text="Who bears the costs, in letters for visas.")
    epoch = UUID(help_text="Scanners start over when it changes, as after a restore.")
    wall_generation = Integer(default=1, help_text="Raised, the wall in the lobby has another link.")
    languages = Varchar(
        length=40, default=",".join(GUEST_LANGUAGES), help_text="What guests may read, separated by commas."
    )
    mail_name = Varchar(length=60, default="", help_text="Who mails come from; empty: the federation.")
    reply_to = Varchar(length=254, default="", help_text="Where answers to mails go; empty: to the sender.")
    practice = Boolean(default=False, help_text="Only for trying out: no mail leaves, every paper says so.")
    copied_from = UUID(null=True, default=None, help_text="The gathering whose set-up this one began with.")
    created_at = Timestamptz()

    ends_after_it_begins = Check(last_day >= first_day)
    review_known = Check("review IN ('at_once', 'by_staff', 'twice')")
    places_positive = Check("places IS NULL OR places >= 0")
    number_fits_the_ticket = Check("number BETWEEN 1 AND 32767")

    def title(self, language: str) -> str:
        return in_language(language, zh=self.title_zh, en=self.title_en)

    def federation(self, language: str) -> str:
        return in_language(language, zh=self.federation_zh, en=self.federation_en)

    def place(self, language: str) -> str:
        return in_language(language, zh=self.place_zh, en=self.place_en)

    @property
    def offered_languages(self) -> tuple[str, ...]:
        return tuple(code for code in GUEST_LANGUAGES if code in self.languages.split(","))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def takes_replies(self, now: datetime) -> bool:
        """Whether guests may register online at this moment."""
        opens, closes = self.registration_opens, self.registration_closes
        return opens is not None and opens <= now and (closes is None or now < closes)


class StepState(StrEnum):
    """How far a step of setting up is."""

    BEGUN = "begun"
    DONE = "done"
    SKIPPED = "skipped"


class SetUpStep(Table, tablename="set_up_step"):
    """A step of setting up, and what was typed in it and not yet kept; no gathering: the one to be founded."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=True, default=None)
    step = Varchar(length=20)
    state = Varchar(length=10, default=StepState.BEGUN, choices=StepState)
    typed = JSONB(default="{}")
    changed_at = Timestamptz()

    set_up_step_once = Unique([gathering, step], nulls_distinct=False)
    set_up_state_known = Check("state IN ('begun', 'done', 'skipped')")


class GatheringKey(Table, tablename="gathering_key"):
    """A key of one gathering, wrapped by the installation's ring.

    `data` seals its fields: without the row they are gone. `ticket` signs its tickets.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    purpose = Varchar(length=10)
    key_id = SmallInt()
    wrapped = Bytea()
    public_key = Bytea(default=b"")
    created_at = Timestamptz()

    key_once = Unique([gathering, purpose, key_id])
    purpose_known = Check("purpose IN ('data', 'ticket')")
    key_id_fits = Check("key_id BETWEEN 1 AND 15")


class Venue(Table, tablename="venue"):
    """A place with halls: hotel, conference centre, theatre."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=40)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    address = Varchar(length=200, default="")
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)

    venue_code_once = Unique([gathering, code])


class Hall(Table, tablename="hall"):
    """A room that sessions and checkpoints are in; capacity empty: no limit known."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    venue = ForeignKey(Venue, on_delete=OnDelete.restrict, null=True, default=None)
    code = Varchar(length=40)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    capacity = Integer(null=True, default=None)
    way_zh = Varchar(length=120, default="", help_text="How to find it: 二楼, 电梯左侧.")
    way_en = Varchar(length=120, default="")

    hall_code_once = Unique([gathering, code])
    hall_capacity_positive = Check("capacity IS NULL OR capacity > 0")

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)

    def way(self, language: str) -> str:
        return in_language(language, zh=self.way_zh, en=self.way_en)


class GuestClass(Table, tablename="guest_class"):
    """What a badge's band says (DOMAIN 2.9): code letter, colour, and whether its holders count as guests."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=2)
    name_zh = Varchar(length=40)
    name_en = Varchar(length=40, default="")
    colour = Varchar(length=7)
    position = SmallInt(default=0)
    counts_as_guest = Boolean(default=True)
    offered_online = Boolean(default=False)
    badges_numbered = Integer(default=0)
    places = Integer(null=True, default=None, help_text="At most so many approved; none: no limit.")

    class_places_positive = Check("places IS NULL OR places >= 0")
    class_code_once = Unique([gathering, code])
    class_colour_written = Check("colour ~ '^#[0-9a-f]{6}$'")

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day of `moment` where the gathering is."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(zone).date()
