"""Which design each class of a gathering has, made ready to be printed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from event.gathering.tables import Gathering
from event.printing.badge_designs.arranging import Look
from event.printing.badge_designs.design import Design, standard_design
from event.printing.badge_designs.markup import prepared_markup
from event.printing.badge_designs.queries import EVERY_CLASS, contents_of, names_in, standing_designs
from event.printing.badge_designs.styles import prepared


async def looks_of(gathering: Gathering, codes: Iterable[str], size: str) -> dict[str, Look]:
    """The look of each class in a size: its own, otherwise everybody's, otherwise the standard one."""
    standard = standard_design(size)
    codes, own = list(codes), await standing_designs(gathering, size=size)
    if not own:
        return dict.fromkeys(codes, Look(standard))
    chosen = {
        code: next(
            (own[size, one].design or standard for one in (code, EVERY_CLASS) if (size, one) in own), standard
        )
        for code in codes
    }
    pictures = await contents_of(gathering, {name for one in chosen.values() for name in names_in(one)})
    made = {design: look_of(design, pictures) for design in set(chosen.values())}
    return {code: made[design] for code, design in chosen.items()}


def look_of(design: Design, pictures: Mapping[str, tuple[str, bytes]]) -> Look:
    """A design with its pictures (digest and content by name) named by what they show."""
    used = {name: pictures[name] for name in names_in(design) & set(pictures)}
    names = {name: digest[:24] for name, (digest, _) in used.items()}
    ready = replace(
        design,
        frame=prepared_markup(design.frame, names),
        lines=prepared_markup(design.lines, names),
        style=prepared(design.style, names),
    )
    return Look(ready, {digest[:24]: content for digest, content in used.values()})
