"""Projects, agreements to be signed with their parties and texts, and the ceremony they are signed in."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.tables import Guest


class TextState(StrEnum):
    """Where the text of an agreement is."""

    DRAFT = "draft"
    CHECKED = "checked"
    FINAL = "final"
    PRINTED = "printed"


class Duty(StrEnum):
    """What somebody does at the ceremony without signing."""

    WITNESS = "witness"
    HOST = "host"
    ASSISTANT = "assistant"


class SigningRules(Table, tablename="signing_rules"):
    """What a gathering has decided about its figures; without a row, the usual ones hold."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    landed_from = Varchar(
        length=20, default="registered", help_text="From this stage on a project is landed (落地)."
    )
    target_percent = Numeric(digits=(5, 2), default=Decimal(80), help_text="Of the rate of landed projects.")
    remind_to = Varchar(length=254, default="", help_text="Who is reminded where an entry names nobody.")

    signing_rules_once = Unique([gathering])
    landed_from_known = Check(
        "landed_from IN ('signed', 'registered', 'approved', 'started', 'producing', 'full')"
    )
    target_is_a_percentage = Check("target_percent BETWEEN 0 AND 100")


class AgreementType(Table, tablename="agreement_type"):
    """A kind of agreement (协议类型). Amounts are never added across types, except those that count as investment."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=40)
    name_zh = Varchar(length=40)
    name_en = Varchar(length=60, default="")
    counts_as_investment = Boolean(default=False)
    position = SmallInt(default=0)

    agreement_type_once = Unique([gathering, code])
    agreement_type_named_once = Unique([gathering, name_zh])

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class Project(Table, tablename="project"):
    """A project of the pool (项目库) that investors are sought for; brochure texts in three languages.

    Without a text of its own, traditional Chinese is made from the simplified one. Amounts are in yuan.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=160, default="")
    industry = Varchar(length=60, default="")
    town = Varchar(length=80, default="", help_text="落户地: town or street.")
    site = Varchar(length=200, default="")
    intensity = Varchar(length=60, default="", help_text="投资强度: 300万元/亩.")
    period = Varchar(length=60, default="", help_text="建设周期: 24个月.")
    planned_investment = Numeric(digits=(18, 2), null=True, default=None)
    expected_output = Numeric(digits=(18, 2), null=True, default=None, help_text="年产值.")
    expected_jobs = Integer(null=True, default=None)
    responsible_unit = Varchar(length=120, default="")
    brochure_zh = Text(default="")
    brochure_hant = Text(default="")
    brochure_en = Text(default="")
    withdrawn_at = Timestamptz(null=True, default=None)
    revision = Integer(default=1)

    project_code_once = Unique([gathering, code])
    project_amounts_positive = Check(
        "planned_investment >= 0 AND expected_output >= 0 AND expected_jobs >= 0"
    )

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class SigningBatch(Table, tablename="signing_batch"):
    """Agreements that are signed at the same table at the same time (批次)."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = SmallInt()
    title_zh = Varchar(length=120, default="")
    title_en = Varchar(length=160, default="")
    starts_at = Timestamptz(null=True, default=None)
    revision = Integer(default=1)

    signing_batch_once = Unique([gathering, number])
    signing_batch_number_positive = Check("number > 0")


class SigningItem(Table, tablename="signing_item"):
    """An agreement that is to be signed or was (签约项目).

    `amount` is of `currency` with its smallest unit at two places; yuan are `amount` × `rate`, unrounded. `precedence` is
    the place in the batch that people have decided; without it the order follows from type and amount.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    batch = ForeignKey(SigningBatch, on_delete=OnDelete.restrict, null=True, default=None)
    project = ForeignKey(Project, on_delete=OnDelete.restrict, null=True, default=None)
    agreement_type = ForeignKey(AgreementType, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=160, default="")
    precedence = SmallInt(null=True, default=None)
    amount = Numeric(digits=(18, 2), null=True, default=None)
    currency = Varchar(length=3, default="")
    rate = Numeric(digits=(14, 6), null=True, default=None, help_text="Yuan for one unit; empty for yuan.")
    rate_date = Date(null=True, default=None)
    approximate = Boolean(default=False, help_text="The amount is said with 约.")
    doctors = Integer(null=True, default=None)
    masters = Integer(null=True, default=None)
    other_talents = Integer(null=True, default=None)
    industry = Varchar(length=60, default="")
    town = Varchar(length=80, default="", help_text="落户地")
    content_zh = Varchar(length=500, default="", help_text="建设内容")
    content_en = Varchar(length=500, default="")
    service_team = Varchar(length=80, default="", help_text="专班")
    confidential = Boolean(default=False, help_text="Not named in lists and figures that leave the office.")
    withdrawn_at = Timestamptz(null=True, default=None)
    revision = Integer(default=1)

    signing_item_once = Unique([gathering, code])
    amount_has_a_currency = Check("(amount IS NULL) = (currency = '') AND amount >= 0")
    foreign_amount_has_a_rate = Check("currency IN ('', 'CNY') OR (rate > 0 AND rate_date IS NOT NULL)")
    yuan_have_no_rate = Check("currency <> 'CNY' OR (rate IS NULL AND rate_date IS NULL)")
    talents_are_counted = Check("doctors >= 0 AND masters >= 0 AND other_talents >= 0")

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class SigningParty(Table, tablename="signing_party"):
    """A side of an agreement (甲方, 乙方, 丙方 by `position` 1, 2, 3); the host's side sits left as the signers see it."""

    id = UUID(primary_key=True)
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    position = SmallInt()
    is_host = Boolean(default=False)
    organisation_zh = Varchar(length=160, default="")
    organisation_en = Varchar(length=200, default="")
    registration_number = Varchar(length=18, default="", help_text="统一社会信用代码 (GB 32100).")
    country = Varchar(length=2, default="", help_text="Country or region, ISO 3166-1 alpha-2.")

    signing_party_once = Unique([item, position])
    signing_party_position_known = Check("position BETWEEN 1 AND 10")


class Signatory(Table, tablename="signatory"):
    """Who signs for a party: a guest or somebody named, who signs instead if need be, and who opens the page."""

    id = UUID(primary_key=True)
    party = ForeignKey(SigningParty, on_delete=OnDelete.restrict, null=False)
    position = SmallInt(default=1)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=True, default=None)
    name_zh = Varchar(length=80, default="")
    name_en = Varchar(length=120, default="")
    title_zh = Varchar(length=120, default="")
    title_en = Varchar(length=160, default="")
    stand_in = Varchar(length=80, default="")
    stand_in_title = Varchar(length=120, default="")
    stand_in_guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=True, default=None)
    phone = Bytea(null=True, default=None, help_text="Sealed; of somebody who is no guest.")
    stand_in_phone = Bytea(null=True, default=None)
    assistant = Varchar(length=80, default="", help_text="助签人")

    signatory_once = Unique([party, position])


class TableCard(Table, tablename="table_card"):
    """The card (席卡) in front of somebody who signs or witnesses; printed from when it lies ready."""

    id = UUID(primary_key=True)
    signatory = ForeignKey(Signatory, on_delete=OnDelete.cascade, null=False)
    words_zh = Varchar(length=80, default="", help_text="Where it says something else than the name.")
    words_en = Varchar(length=120, default="")
    printed_at = Timestamptz(null=True, default=None)

    table_card_once = Unique([signatory])


class SigningText(Table, tablename="signing_text"):
    """The text of an agreement in its languages, how many copies, where it is, and the checksum of the final file.

    `state_said` is the state in the office's own words (待法务复核). The file is sealed.
    """

    id = UUID(primary_key=True)
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    languages = Varchar(length=80, default="", help_text="中文, 中英双语 …")
    copies = SmallInt(default=2)
    state = Varchar(length=10, default=TextState.DRAFT, choices=TextState)
    state_said = Varchar(length=60, default="")
    file_name = Varchar(length=200, default="")
    media_type = Varchar(length=100, default="")
    content = Bytea(null=True, default=None)
    checksum = Varchar(length=64, default="", help_text="SHA-256 of the file.")
    changed_at = Timestamptz()
    revision = Integer(default=1)

    signing_text_once = Unique([item])
    text_state_known = Check("state IN ('draft', 'checked', 'final', 'printed')")
    text_copies_positive = Check("copies > 0")


class CeremonyDuty(Table, tablename="ceremony_duty"):
    """A witness (见证领导), the host of a batch (主持人), or an assistant (助签人); for one item only where it names one."""

    id = UUID(primary_key=True)
    batch = ForeignKey(SigningBatch, on_delete=OnDelete.restrict, null=False)
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=True, default=None)
    duty = Varchar(length=10, choices=Duty)
    position = SmallInt(default=1)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=True, default=None)
    name_zh = Varchar(length=80, default="")
    name_en = Varchar(length=120, default="")
    title_zh = Varchar(length=120, default="")
    title_en = Varchar(length=160, default="")

    ceremony_duty_known = Check("duty IN ('witness', 'host', 'assistant')")


class CeremonyProp(Table, tablename="ceremony_prop"):
    """Something that must lie ready (签字笔, 文件夹, 席卡), for the ceremony or for one batch."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    batch = ForeignKey(SigningBatch, on_delete=OnDelete.restrict, null=True, default=None)
    position = SmallInt(default=1)
    name_zh = Varchar(length=80)
    name_en = Varchar(length=120, default="")
    quantity = SmallInt(default=1)
    remark = Varchar(length=200, default="")
    ready_at = Timestamptz(null=True, default=None)

    prop_quantity_positive = Check("quantity > 0")


class RunSheetLine(Table, tablename="run_sheet_line"):
    """A line of the run sheet (流程表): from when, how long, what, who, sound and picture, who is responsible."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    batch = ForeignKey(SigningBatch, on_delete=OnDelete.restrict, null=True, default=None)
    position = SmallInt(default=1)
    starts_at = Timestamptz(null=True, default=None)
    minutes = SmallInt(null=True, default=None)
    what_zh = Varchar(length=200)
    what_en = Varchar(length=300, default="")
    people = Varchar(length=200, default="")
    sound_and_picture = Varchar(length=200, default="", help_text="音视频")
    responsible = Varchar(length=120, default="")

    run_sheet_minutes_positive = Check("minutes > 0")


class SignedRecord(Table, tablename="signed_record"):
    """What was signed: append-only, a correction is a new row that names the one it `corrects`.

    `signatories` is who signed, as it was: [{party, organisation, name, title, stood_in}].
    """

    id = UUID(primary_key=True)
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    signed_at = Timestamptz()
    copies = SmallInt()
    place = Varchar(length=120, default="")
    signatories = JSONB(default="[]")
    changes = Varchar(length=1000, default="", help_text="What was changed on the spot.")
    text_checksum = Varchar(length=64, default="")
    checksum = Varchar(length=64, default="", help_text="SHA-256 of the record as it was written.")
    by = Varchar(length=60)
    recorded_at = Timestamptz()
    corrects: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)

    signed_copies_positive = Check("copies > 0")


class SigningPhoto(Table, tablename="signing_photo"):
    """A photograph of a signing, sealed."""

    id = UUID(primary_key=True)
    record = ForeignKey(SignedRecord, on_delete=OnDelete.restrict, null=False)
    media_type = Varchar(length=60)
    content = Bytea()
    checksum = Varchar(length=64)
    by = Varchar(length=60)
    recorded_at = Timestamptz()


class SigningChange(Table, tablename="signing_change"):
    """What somebody changed of an item, a project or a batch: one row per revision, append-only.

    `changes`: {field: [before, after]}.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    subject = UUID()
    revision = Integer()
    changes = JSONB(default="{}")
    by = Varchar(length=60)
    by_name = Varchar(length=80, default="")
    at = Timestamptz()

    signing_change_once = Unique([subject, revision])
