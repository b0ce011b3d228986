"""The dashboard put together for one reader: the phase's figures and lists, everybody's figures, the charts."""

from dataclasses import dataclass
from datetime import datetime

from event.gathering.tables import Gathering
from event.people.rules import Access, Permission
from event.printing.signing.charts import Chart
from event.reports.dashboard.after import after
from event.reports.dashboard.before import before
from event.reports.dashboard.charts import OverTime, arrivals, charts
from event.reports.dashboard.during import during
from event.reports.dashboard.look import Glance, Look
from event.reports.dashboard.phases import Phase, phase_named
from event.reports.queries import Figures, figures
from event.templating import rendered


@dataclass(frozen=True)
class Shown:
    """What stands on the dashboard."""

    look: Look
    phase: Phase
    glance: Glance
    figures: Figures
    arrivals: OverTime
    charts: dict[str, Chart]


def look_of(
    access: Access, gathering: Gathering, language: str, *, now: datetime, at: datetime | None = None
) -> Look:
    """How somebody looks at a gathering; `at`: as of an earlier moment."""
    may = frozenset(one for one in Permission if access.may(one, gathering.id))
    return Look(gathering, at or now, language, may, earlier=at is not None)


async def shown(look: Look, *, phase: str = "", patience: float | None = None) -> Shown:
    """The dashboard as of the look's moment, in the phase asked for or that of the moment."""
    which = phase_named(phase, look.gathering, look.at)
    told = await figures(look.gathering, language=look.language, now=look.at)
    return Shown(
        look,
        which,
        await glance(look, which, patience=patience),
        told,
        await arrivals(look),
        await charts(look, told),
    )


async def glance(look: Look, phase: Phase, *, patience: float | None = None) -> Glance:
    """What a phase asks for."""
    if phase is Phase.BEFORE:
        return await before(look)
    return await (during if phase is Phase.DURING else after)(look, patience=patience)


def parts(one: Shown, gathering: Gathering) -> dict[str, str]:
    """The parts of the page that go on by themselves."""
    held = {"language": one.look.language, "held": gathering, "shown": one}
    found = {
        "glance": rendered("reports/dashboard_glance.html", **held),
        "figures": rendered("reports/figures.html", **held, figures=one.figures),
    }
    return found | chart_parts(one.arrivals, one.charts, gathering, one.look.language)


def chart_parts(
    over_time: OverTime, drawn: dict[str, Chart], gathering: Gathering, language: str
) -> dict[str, str]:
    """Every chart and every table as a part of its own, so that an open table stays open."""
    held = {"language": language, "held": gathering}
    found = {
        "arrivals": rendered("reports/charts/over_time.html", **held, chart=over_time),
        "arrivals-table": rendered("reports/charts/over_time_table.html", **held, chart=over_time),
    }
    for name, chart in drawn.items():
        found[name] = rendered("reports/charts/bars.html", **held, chart=chart, name=name)
        found[f"{name}-table"] = rendered("reports/charts/table.html", **held, chart=chart)
    return found
