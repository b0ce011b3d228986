"""Delegations, travel parties, guests with their journeys, and the tickets that admit them."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    SmallInt,
    Text,
    Time,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering, GuestClass
from event.language import in_language
from event.people.tables import Person, User
from event.text import full_name, latin_name


class Standing(StrEnum):
    """Where a reply is between coming in and the door."""

    SUBMITTED = "submitted"
    FIRST_REVIEWED = "first_reviewed"
    APPROVED = "approved"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Source(StrEnum):
    """How a guest came into the list."""

    ONLINE = "online"
    IMPORT = "import"
    DESK = "desk"
    DELEGATION = "delegation"
    SAMPLE = "sample"


class Delegation(Table, tablename="delegation"):
    """Guests who come together under a head; `liaison` is the user who looks after them."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    liaison = ForeignKey(User, on_delete=OnDelete.restrict, null=True, default=None)
    places = Integer(null=True, default=None, help_text="At most so many approved; none: no limit.")
    contact_name = Varchar(length=80, default="", help_text="Who registers the members.")
    contact_email = Varchar(length=254, default="")

    delegation_places_positive = Check("places IS NULL OR places >= 0")
    delegation_code_once = Unique([gathering, code])
    delegation_name_once = Unique([gathering, name_zh])

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class TravelParty(Table, tablename="travel_party"):
    """A household or small group that travels, sleeps and sits together."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)

    travel_party_code_once = Unique([gathering, code])


class Guest(Table, tablename="guest"):
    """A person in one gathering: everyone who gets a badge; the class says who counts as a guest.

    Sealed columns (Bytea) are opened only by `registration.sealed`. `answers` holds the rest of
    the reply form by question key.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    number = Varchar(length=40)
    guest_class = ForeignKey(GuestClass, on_delete=OnDelete.restrict, null=False)
    delegation = ForeignKey(Delegation, on_delete=OnDelete.restrict, null=True, default=None)
    travel_party = ForeignKey(TravelParty, on_delete=OnDelete.restrict, null=True, default=None)
    party_place = Varchar(length=10, default="", help_text="main, companion, or alone: empty.")
    kinship = Varchar(length=40, default="")

    name_zh = Varchar(length=80, default="")
    latin_surname = Varchar(length=80, default="")
    latin_given = Varchar(length=80, default="")
    surname_first = Boolean(default=True, help_text="Whether the Latin name is written surname first.")
    sex = Varchar(length=1, default="")
    birth_date = Date(null=True, default=None)
    nationality = Varchar(length=2, default="")
    residence = Varchar(length=2, default="")
    ancestral_home = Varchar(length=120, default="")
    ethnicity = Varchar(length=40, default="")
    identity_category = Varchar(length=40, default="")
    association_title = Varchar(length=200, default="", help_text="侨团及职务")
    company_title = Varchar(length=200, default="", help_text="企业及职务; for staff, unit and post.")
    industry = Varchar(length=80, default="")

    email = Varchar(length=254, default="")
    phone = Bytea(null=True, default=None)
    phone_index = Varchar(length=32, default="", index=True)
    phone_tail_index = Varchar(length=32, default="", index=True)
    wechat = Bytea(null=True, default=None)
    document_kind = Varchar(length=40, default="")
    document_number = Bytea(null=True, default=None)
    document_index = Varchar(length=32, default="", index=True)
    document_expires = Date(null=True, default=None)
    document_permanent = Boolean(default=False)
    needs = Bytea(null=True, default=None, help_text="Diet, allergies, health: sealed JSON.")
    needs_consent_at = Timestamptz(null=True, default=None)
    answers = JSONB(default="{}")

    language = Varchar(length=10, default="zh-Hans")
    standing = Varchar(length=20, default=Standing.SUBMITTED, choices=Standing)
    source = Varchar(length=10, choices=Source)
    consent_at = Timestamptz(null=True, default=None)
    search = Text(default="", help_text="Folded keys by which staff find the guest.")
    form_version = Integer(default=0, help_text="The form that was answered last; 0: none, or a list.")
    known_since = Timestamptz(
        null=True, default=None, help_text="When the reply counts from; none: from the beginning (lists)."
    )
    waiting_since = Timestamptz(null=True, default=None, help_text="The order of the waiting list.")
    replaces = UUID(null=True, default=None, help_text="The guest whose places this one took over.")
    import_run = UUID(null=True, default=None, index=True, help_text="The list this guest came with.")
    erasure_asked_at = Timestamptz(null=True, default=None)
    erased_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()
    updated_at = Timestamptz()

    guest_number_once = Unique([gathering, number])
    person_once = Unique([gathering, person])
    guest_has_a_name = Check(
        "name_zh <> '' OR latin_surname <> '' OR latin_given <> '' OR erased_at IS NOT NULL"
    )
    guest_sex_known = Check("sex IN ('', 'M', 'F')")
    guest_standing_known = Check(
        "standing IN ('submitted', 'first_reviewed', 'approved', 'waitlisted', 'declined', 'withdrawn', 'replaced')"
    )
    guest_party_place_known = Check("party_place IN ('', 'main', 'companion')")
    guest_source_known = Check("source IN ('online', 'import', 'desk', 'delegation', 'sample')")
    guest_needs_consent = Check("needs IS NULL OR needs_consent_at IS NOT NULL OR source <> 'online'")

    @property
    def name(self) -> str:
        """The name as one line: Chinese, or Latin where there is none."""
        return full_name(self.name_zh, self.latin)

    @property
    def latin(self) -> str:
        """The passport spelling with the surname in capitals."""
        return latin_name(self.latin_surname, self.latin_given, surname_first=self.surname_first)


class Journey(Table, tablename="journey"):
    """How a guest arrives or departs; date and time are local to the place of arrival or departure."""

    id = UUID(primary_key=True)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    direction = Varchar(length=10)
    mode = Varchar(length=10, default="")
    number = Varchar(length=20, default="", help_text="Flight or train.")
    origin = Varchar(length=80, default="")
    on_day = Date(null=True, default=None)
    at_time = Time(null=True, default=None)
    transfer_wanted = Boolean(default=False)

    journey_once = Unique([guest, direction])
    journey_direction_known = Check("direction IN ('arrival', 'departure')")
    journey_mode_known = Check("mode IN ('', 'flight', 'train', 'self', 'local')")


class Ticket(Table, tablename="ticket"):
    """What admits a guest, and the badge that shows it; at most one of a guest's is not void.

    `one_standing_ticket`, a partial unique index, holds that; `badge_number_once`, another, lets a
    substitute take over the badge number of a ticket that is void.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    number = Serial(unique=True, help_text="Named in the signed text.")
    generation = SmallInt(default=1)
    badge_number = Varchar(length=20)
    typed_code = Varchar(length=9, help_text="Typed at the desk where the QR does not read.")
    alias = Varchar(
        length=200,
        default="",
        help_text="The text in a QR issued elsewhere; found in the list, never believed.",
    )
    issued_at = Timestamptz()
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Varchar(length=200, default="")

    typed_code_once = Unique([gathering, typed_code])
    ticket_generation_fits = Check("generation BETWEEN 1 AND 255")


class Decision(Table, tablename="decision"):
    """What was decided about a reply: who, when, why. Insert-only by trigger.

    `effective_at` is when it counts from: the date in a list of changes, otherwise when it was taken.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = UUID(index=True)
    before = Varchar(length=20, default="")
    after = Varchar(length=20)
    reason = Varchar(length=300, default="")
    by = Varchar(length=60)
    batch = UUID(null=True, default=None, help_text="Decisions taken with one button.")
    effective_at = Timestamptz()
    recorded_at = Timestamptz()


class GuestChange(Table, tablename="guest_change"):
    """What changed in a guest's reply; `sealed` holds {field: [before, after]} and goes with an erasure."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = UUID(index=True)
    by = Varchar(length=60)
    fields = JSONB(default="[]")
    sealed = Bytea()
    import_run = UUID(null=True, default=None, index=True)
    at = Timestamptz()


class Consent(Table, tablename="consent"):
    """A yes or no to one purpose in the words of one version of the form. Insert-only by trigger."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = UUID(index=True)
    purpose = Varchar(length=20)
    given = Boolean()
    form_version = Integer()
    wording = Varchar(length=64, help_text="SHA-256 of the words that were agreed to.")
    by = Varchar(length=60)
    at = Timestamptz()


class VisaLetter(Table, tablename="visa_letter"):
    """An invitation letter for a visa: asked for, then issued with a number of its own."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = UUID()
    number = Varchar(length=40, default="", help_text="Empty where the office issued it before.")
    issued_on = Date()
    issued_by = Varchar(length=60, default="")
    recorded_at = Timestamptz()

    visa_letter_once = Unique([guest])
