"""Reports about the signing, by name."""

from dataclasses import replace

from event.gathering.countries import country_code
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.people.rules import Permission
from event.reports.codes import a_code
from event.reports.parameters import Options, Parameter, Refused, a_session, always, session_options
from event.reports.report import Report
from event.reports.signing.agreements import signed_amount, signed_by_type
from event.reports.signing.hall import signatories_missing
from event.reports.signing.landed import GROUPS, overdue_projects, projects_by_group, projects_landed
from event.reports.signing.press import press_figures
from event.reports.signing.table import batch_readiness, signing_places

_NO_PLACE = Message("“{text}” is no country or region.")
_NO_GROUP = Message("There is no “{text}”. Known: {known}.")


async def _a_place(text: str, _: Gathering) -> str:
    code = country_code(text)
    if code is None:
        raise Refused(_NO_PLACE, text=text)
    return code


async def _a_group(text: str, _: Gathering) -> str:
    if text not in GROUPS:
        raise Refused(_NO_GROUP, text=text, known="、".join(GROUPS))
    return text


async def _groups(_: Gathering, language: str) -> Options:
    return [(code, translated(label, language)) for code, label in GROUPS.items()]


SESSION = Parameter(
    "session",
    Message("Session"),
    Message("Empty: the signing ceremony."),
    a_session,
    always(""),
    session_options,
)
BATCH = a_code("batch", "batch", Message("Batch"), Message("Empty: the first batch."))
ITEM = a_code("item", "item", Message("Agreement"), Message("Empty: the first agreement."))
WITHOUT = Parameter(
    "without", Message("Leave out"), Message("A country or region. Empty: none."), _a_place, always("")
)
BY = replace(
    Parameter("by", Message("Grouped by"), Message("Empty: town."), _a_group, always("town")), options=_groups
)

SIGNING: dict[str, Report] = {
    "signatories-missing": Report(Message("Signatories who are not in the hall"), signatories_missing, (SESSION,), permission=Permission.SIGNING_READ),
    "batch-readiness": Report(Message("A batch: texts, stand-ins, table cards"), batch_readiness, (BATCH,), permission=Permission.SIGNING_READ),
    "signed-by-type": Report(Message("Agreements and amounts by type"), signed_by_type, permission=Permission.SIGNING_READ, personal=False),
    "signed-amount": Report(Message("An amount with its currency, rate and day"), signed_amount, (ITEM,), permission=Permission.SIGNING_READ),
    "signing-places": Report(Message("Places at the table, from the stage and from the audience"), signing_places, permission=Permission.SIGNING_READ),
    "press-figures": Report(Message("Figures for the press, and the sentence"), press_figures, (WITHOUT,), permission=Permission.SIGNING_READ, personal=False),
    "projects-landed": Report(Message("What became of the projects: rates with their definitions"), projects_landed, permission=Permission.SIGNING_READ, personal=False),
    "projects-by-group": Report(Message("Projects by type, town, industry, country or region"), projects_by_group, (BY,), permission=Permission.SIGNING_READ, personal=False),
    "overdue-projects": Report(Message("Projects whose next step is overdue"), overdue_projects, permission=Permission.SIGNING_READ),
}  # fmt: skip
