"""The session of the programme in which is signed."""

from event.agenda.tables import AgendaSession
from event.gathering.tables import Gathering

CODE, WORD = "SIGN", "签约"


async def the_ceremony(gathering: Gathering, code: str = "") -> AgendaSession | None:
    """The session with this code; without one, SIGN, or the first whose title says 签约."""
    sessions = await (
        AgendaSession.objects()
        .where(AgendaSession.gathering == gathering.id)
        .order_by(AgendaSession.starts_at)
        .order_by(AgendaSession.position)
    )
    if code:
        return next((one for one in sessions if one.code == code), None)
    for holds in (
        [one for one in sessions if one.code == CODE],
        [one for one in sessions if WORD in one.title_zh],
    ):
        if holds:
            return holds[0]
    return None
