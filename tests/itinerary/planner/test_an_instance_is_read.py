"""A visit to plan is read from a file; what is wrong is named by its field."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from event.itinerary.planner.checking import read_instance
from event.itinerary.planner.instance import InstanceInvalid
from event.itinerary.planner.plan import PlanInvalid, read_plan

from .making import S

CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "parties[3].size": lambda it: it["parties"][3].update(size=0),
    "parties[2].u": lambda it: it["parties"][2].update(u=[1]),
    "parties[2].present": lambda it: it["parties"][2].update(present=[True]),
    "parties[1].id": lambda it: it["parties"][1].update(id=0),
    "groups[0].usable": lambda it: it["groups"][0].update(usable="many"),
    "groups[1].id": lambda it: it["groups"][1].update(id=7),
    "groups[0].hotel": lambda it: it["groups"][0].update(hotel=4),
    "guides": lambda it: it["guides"].pop(),
    "stops[0].place": lambda it: it["stops"][0].update(place=99),
    "stops[0].windows[0]": lambda it: it["stops"][0].update(windows=[[210, 96]]),
    "stops[1].windows[1]": lambda it: it["stops"][1]["windows"][1].__setitem__(0, 200),
    "lunch_start": lambda it: it.update(lunch_start=[153, 135]),
    "lunches[0].dur": lambda it: it["lunches"][0].update(dur=0),
    "commits[2].who": lambda it: it["commits"][2].update(who="some"),
    "commits[1].start": lambda it: it["commits"][1].update(start=900),
    "commits[0].start": lambda it: it["commits"][0].update(start=287),
    "frames": lambda it: it["frames"].pop(),
    "frames[1].day": lambda it: it["frames"][1].update(day=0),
    "frames[1].leave": lambda it: it["frames"][1].update(leave=96),
    "frames[0]": lambda it: it["frames"][0].update(leave=253),
    "tt": lambda it: it["tt"].pop(),
    "tt[0][2]": lambda it: it["tt"][0].__setitem__(2, 250),
    "hotels[0]": lambda it: it.update(hotels=[99]),
    "groups[0].stays[99]": lambda it: it["groups"][0].update(stays={"99": 12}),
    "groups[0].stays[2]": lambda it: it["groups"][0].update(stays={"2": 1}),
    "stops[3].shortest": lambda it: it["stops"][3].update(shortest=200),
    "apart[1]": lambda it: it.update(apart=[[0, 1], [0, 999]]),
    "apart[0]": lambda it: it.update(apart=[[3, 3]]),
    "weights.points": lambda it: it.update(weights={"points": -1}),
    "file": lambda it: it.pop("stops"),
}


def test_the_shared_visit_is_read_whole() -> None:
    instance = read_instance(S.read_bytes())

    assert (instance.guests, len(instance.buses), len(instance.stops), instance.days) == (60, 2, 8, 2)


@pytest.mark.parametrize("field", CHANGES)
def test_what_is_wrong_is_named_by_its_field(field: str) -> None:
    content = json.loads(S.read_bytes())
    CHANGES[field](content)

    with pytest.raises(InstanceInvalid) as refused:
        read_instance(json.dumps(content).encode())

    assert field in refused.value.problems


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"ND": 1}'])
def test_what_is_no_visit_is_refused(content: bytes) -> None:
    with pytest.raises(InstanceInvalid):
        read_instance(content)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"assign": {"x": 1}, "guide": {}, "routes": {}}'])
def test_what_is_no_plan_is_refused(content: bytes) -> None:
    with pytest.raises(PlanInvalid):
        read_plan(content)


def test_a_bus_may_stay_longer_than_usual_and_shorter_as_far_as_the_stop_allows() -> None:
    content = json.loads(S.read_bytes())
    usual = content["stops"][2]["dur"]
    content["stops"][2].update(shortest=usual - 2)
    content["groups"][0].update(stays={"2": usual - 2, "3": 40}, lunch_stay=3)

    bus = read_instance(json.dumps(content).encode()).buses[0]

    assert (bus.stays, bus.lunch_stay) == ({2: usual - 2, 3: 40}, 3)
