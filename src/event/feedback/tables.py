"""What guests suggest and request (意见建议), and the anonymous survey of how content they were (满意度问卷)."""

from decimal import Decimal
from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    BigSerial,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering


class SuggestionState(StrEnum):
    """How far a suggestion is: 未办理, 办理中, 已转办, 已办结."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    PASSED_ON = "passed_on"
    DONE = "done"


class Suggestion(Table, tablename="suggestion"):
    """Something a guest suggests or asks for, the unit that answers it (承办单位), and the answer.

    `guest` is no foreign key: an erasure clears it with the name, everything else stays.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = Varchar(length=20)
    received_on = Date()
    guest = UUID(null=True, default=None, index=True)
    name = Varchar(length=80, default="", help_text="As it was typed, where the guest is not in the list.")
    content = Varchar(length=2000)
    unit = Varchar(length=120, default="")
    person = Varchar(length=80, default="")
    due_on = Date(null=True, default=None)
    state = Varchar(length=10, default=SuggestionState.NOT_BEGUN, choices=SuggestionState)
    answer = Varchar(length=2000, default="")
    done_on = Date(null=True, default=None)
    revision = Integer(default=1)
    created_at = Timestamptz()

    suggestion_number_once = Unique([gathering, number])
    suggestion_state_known = Check("state IN ('not_begun', 'under_way', 'passed_on', 'done')")
    suggestion_done_has_its_day = Check("(state = 'done') = (done_on IS NOT NULL)")
    suggestion_says_something = Check("content <> ''")


class SuggestionEntry(Table, tablename="suggestion_entry"):
    """What was changed of a suggestion: one row per revision, only added; `changes`: {field: [before, after]}.

    Because it stays, it never has the guest's name or link; a guest is only called “guest” in it.
    """

    id = UUID(primary_key=True)
    seq = BigSerial()
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, null=False)
    revision = Integer()
    changes = JSONB(default="{}")
    by = Varchar(length=60)
    by_name = Varchar(length=80, default="")
    at = Timestamptz()

    suggestion_revision_once = Unique([suggestion, revision])


class Survey(Table, tablename="survey"):
    """The survey of a gathering: when it takes answers, what it aims at, and forms handed out on paper beside the mails."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    opens_at = Timestamptz(null=True, default=None, help_text="None: answers on paper only.")
    closes_at = Timestamptz(null=True, default=None)
    target_percent = Numeric(digits=(5, 2), default=Decimal(95))
    handed_out = Integer(default=0)
    created_at = Timestamptz()

    survey_once = Unique([gathering])
    survey_target_is_a_percentage = Check("target_percent BETWEEN 0 AND 100")
    survey_handed_out_counted = Check("handed_out >= 0")
    survey_closes_after_it_opens = Check("closes_at IS NULL OR opens_at IS NULL OR closes_at >= opens_at")


class SurveyInvitation(Table, tablename="survey_invitation"):
    """That a guest was asked, and whether they have answered; neither when nor what.

    All rows of a survey are written anew together, in the order of their ids, whenever somebody answers (answering.py),
    so that neither their place in the table nor their transaction tells who answered last.
    """

    id = UUID(primary_key=True)
    survey = ForeignKey(Survey, on_delete=OnDelete.restrict, null=False)
    guest = UUID(null=True, default=None, help_text="None: erased since.")
    answered = SmallInt(default=0, help_text="1: has answered.")

    survey_asked_once = Unique([survey, guest])
    survey_answered_once = Check("answered IN (0, 1)")


class SurveyAnswer(Table, tablename="survey_answer"):
    """An answer of nobody in particular: the day, what was ticked, a remark.

    All answers of a survey are written anew together, in an order drawn by lot and with new ids, whenever one is added.
    `number` is that of a form on paper (问卷号), empty for answers by link.
    """

    id = UUID(primary_key=True)
    survey = ForeignKey(Survey, on_delete=OnDelete.restrict, null=False)
    number = Varchar(length=20, default="")
    day = Date()
    overall = SmallInt(help_text="5 very content (非常满意) … 1 very discontent (非常不满意).")
    reception = SmallInt(null=True, default=None)
    lodging = SmallInt(null=True, default=None)
    meals = SmallInt(null=True, default=None)
    organization = SmallInt(null=True, default=None, help_text="会务")
    matchmaking = SmallInt(null=True, default=None)
    visit = SmallInt(null=True, default=None)
    transport = SmallInt(
        null=True, default=None, help_text="交通接送; the office's own list does not ask it."
    )
    comment = Varchar(length=2000, default="")

    survey_overall_in_range = Check("overall BETWEEN 1 AND 5")
    survey_parts_in_range = Check(
        "1 <= least(reception, lodging, meals, organization, matchmaking, visit, transport)"
        " AND greatest(reception, lodging, meals, organization, matchmaking, visit, transport) <= 5"
    )
