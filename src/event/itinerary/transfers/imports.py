"""Transfers as the office's workbook has them: the board, who is fetched, who comes alone, who is taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.keys import Keys, keys_of
from event.itinerary.counted import compare_transfers
from event.itinerary.listed import stored_vehicles, write_vehicles
from event.itinerary.named import give_up, people_of
from event.itinerary.reading import Planned, by_code
from event.itinerary.tables import CrewRole
from event.itinerary.transfers.board import (
    Key,
    newest,
    plan_cars,
    plan_news,
    plan_services,
    plan_waves,
    repeats,
    seen_at,
    stored_news,
    stored_services,
    with_news,
)
from event.itinerary.transfers.listed import Transfers, stored_transfers
from event.itinerary.transfers.tables import Service, ServiceSeen, Transfer, TransferWave
from event.registration.adding import insert_all, lock
from event.registration.importing.noting import Sent, note_run, takes
from event.registration.importing.reports import ImportReport
from event.workbook import Table, open_workbook, read_table

WAVES, BOARD, PICKUPS, OWN, CARS, DEPARTURES = (
    "批次",
    "航班动态",
    "接站名单",
    "自行及本地",
    "车辆",
    "送站名单",
)
UNSEEN, NEWS = "其他航班车次", "动态记录"
"""Sheets behind the office's own: flights and trains that no board has shown, and what boards showed before."""
_SERVICE = ("mode", "origin", "terminal", "planned_at")
_SEEN = ("state", "estimated_at", "arrived_at")
_TRANSFER = (
    "guest", "direction", "mode", "leaves_at", "number", "place", "service_at", "luggage", "courtesy",
    "greeter_name", "sign",
)  # fmt: skip


@takes("transfers")
async def import_transfers(sent: Sent) -> ImportReport:
    """Take in the board, waves, vehicles and transfers, all or nothing; raises Invalid, NoGathering.

    What the board shows counts from the moment its title names, from now where it names none.
    """
    gathering, now = sent.gathering, sent.now
    workbook, keys = open_workbook(sent.content), await keys_of(gathering.id)
    waves_table = read_table(workbook, needed=("批次", "方式"), sheet=WAVES)
    board_table = read_table(workbook, needed=("航班/车次", "计划到达", "状态"), sheet=BOARD)
    pickups_table = read_table(workbook, needed=("日期", "航班/车次", "编号", "车号"), sheet=PICKUPS)
    own_table = read_table(workbook, needed=("编号", "方式"), sheet=OWN)
    cars_table = read_table(workbook, needed=("车号", "座位数", "司机编号"), sheet=CARS)
    departures_table = read_table(workbook, needed=("日期", "发车时间", "车号", "编号"), sheet=DEPARTURES)
    unseen_table = _beside(workbook, ("航班/车次", "计划到达"), UNSEEN)
    news_table = _beside(workbook, ("航班/车次", "日期", "时刻", "状态"), NEWS)
    at = seen_at(board_table, gathering) or now
    async with writing():
        await lock(gathering)
        waves = plan_waves(waves_table, await by_code("transfer_wave", gathering.id))
        codes = {one.code for one in waves}
        known = await stored_services(gathering.id, at)
        unseen = plan_services(unseen_table, known, codes, gathering, shown=False) if unseen_table else []
        services = set(known) | {(one.code, one.columns["on_day"]) for one in unseen}
        board = plan_services(board_table, known, codes, gathering)
        services |= {(one.code, one.columns["on_day"]) for one in board}
        news = (
            plan_news(news_table, await stored_news(gathering.id), services, gathering) if news_table else []
        )
        if last := newest(news):
            board = plan_services(board_table, with_news(known, last), codes, gathering)
        known_cars = await stored_vehicles(gathering.id)
        cars = plan_cars(cars_table, known_cars)
        reader = Transfers(
            await people_of(gathering.id), await stored_transfers(gathering.id, keys), codes,
            set(known_cars) | {one.code for one in cars}, services, gathering,
        )  # fmt: skip
        transfers = [
            *reader.pickups(
                pickups_table,
                {number: row["mode"] for (number, _), row in known.items()}
                | {one.code: one.columns["mode"] for one in (*unseen, *board)},
            ),
            *reader.own(own_table),
            *reader.departures(departures_table),
        ]
        compare_transfers(waves, board, transfers)
        outcomes = [one.told for one in (*waves, *board, *unseen, *news, *cars, *transfers)]
        if written := sent.may_write(outcomes):
            await _write_waves(gathering.id, waves)
            await _write_services(gathering.id, (*unseen, *board))
            await _write_news(gathering.id, news)
            await _write_board(gathering.id, board, last, at, now)
            await write_vehicles(gathering.id, cars, roles={str(CrewRole.DRIVER)})
            await _write_transfers(gathering.id, transfers, keys)
            await note_run(sent, outcomes)
    coming = [one.columns for one in transfers if one.columns and not one.columns["left"]]
    return sent.report(
        outcomes, written=written,
        figures={
            "waves": len(waves), "services": len(board), "vehicles": len(cars),
            "arrivals": sum(columns["direction"] == "arrival" for columns in coming),
            "departures": sum(columns["direction"] == "departure" for columns in coming),
        },
    )  # fmt: skip


def _beside(workbook: Any, needed: tuple[str, ...], sheet: str) -> Table | None:
    """A sheet behind the office's own, if it is there."""
    return read_table(workbook, needed=needed, sheet=sheet) if sheet in workbook.sheetnames else None


async def _write_waves(gathering: UUID, planned: Sequence[Planned]) -> None:
    for one in planned:
        if not one.writes:
            continue
        row = await TransferWave.objects().get(
            (TransferWave.gathering == gathering) & (TransferWave.code == one.code)
        )
        row = row or TransferWave(id=uuid4(), gathering=gathering, code=one.code)
        for name, value in one.columns.items():
            setattr(row, name, value)
        await row.save()


async def _write_services(gathering: UUID, planned: Sequence[Planned]) -> None:
    waves = {code: row["id"] for code, row in (await by_code("transfer_wave", gathering)).items()}
    for one in planned:
        if not one.writes:
            continue
        on = one.columns["on_day"]
        row = await Service.objects().get(
            (Service.gathering == gathering) & (Service.number == one.code) & (Service.on_day == on)
        )
        row = row or Service(id=uuid4(), gathering=gathering, number=one.code, on_day=on)
        for name in _SERVICE:
            setattr(row, name, one.columns[name])
        row.wave = waves.get(one.columns["wave_code"])
        await row.save()


async def _write_news(gathering: UUID, planned: Sequence[Planned]) -> None:
    """Write what boards showed, each at its moment."""
    told = [(one.code, one.columns) for one in planned if one.writes]
    keys = await _keys(gathering)
    rows = [
        ServiceSeen(
            id=uuid4(), service=keys[number, columns["on_day"]], seen_at=columns["seen_at"],
            **{name: columns[name] for name in _SEEN},
        )
        for number, columns in told
    ]  # fmt: skip
    await fetch(
        "DELETE FROM service_seen n USING unnest($1::uuid[], $2::timestamptz[]) AS w (service, seen_at)"
        " WHERE n.service = w.service AND n.seen_at = w.seen_at",
        [row.service for row in rows], [row.seen_at for row in rows],
    )  # fmt: skip
    await insert_all(ServiceSeen, rows)


async def _write_board(
    gathering: UUID,
    planned: Sequence[Planned],
    last: Mapping[Key, dict[str, Any]],
    at: datetime,
    now: datetime,
) -> None:
    """Write what the board shows beside what it showed before; what the list of its news ends with is no news."""
    keys = await _keys(gathering)
    for one in planned:
        if not one.writes or repeats(one, last):
            continue
        key = (one.code, one.columns["on_day"])
        when = now if key in last and last[key]["seen_at"] >= at else at
        await fetch("DELETE FROM service_seen WHERE service = $1 AND seen_at = $2", keys[key], when)
        seen = {name: one.columns[name] for name in _SEEN}
        await ServiceSeen(id=uuid4(), service=keys[key], seen_at=when, **seen).save()


async def _keys(gathering: UUID) -> dict[Key, UUID]:
    """Flights and trains by number and day."""
    rows = await fetch("SELECT id, number, on_day FROM service WHERE gathering = $1", gathering)
    return {(row["number"], row["on_day"]): row["id"] for row in rows}


async def _write_transfers(gathering: UUID, planned: Sequence[Planned], keys: Keys) -> None:
    """Write who is fetched and taken; of who does not come it is kept as given up."""
    told = [one.columns for one in planned if one.columns and (one.writes or one.columns["left"])]
    waves = {code: row["id"] for code, row in (await by_code("transfer_wave", gathering)).items()}
    vehicles = {code: row["id"] for code, row in (await by_code("vehicle", gathering)).items()}
    services = await _services(gathering, told)
    await fetch(
        "DELETE FROM transfer t USING unnest($1::uuid[], $2::text[]) AS w (guest, direction)"
        " WHERE t.guest = w.guest AND t.direction = w.direction",
        [columns["guest"] for columns in told], [columns["direction"] for columns in told],
    )  # fmt: skip
    rows = []
    for columns in told:
        if columns["left"] and not columns["gone"]:
            continue
        key, phone = uuid4(), columns["greeter_phone"]
        rows.append(
            Transfer(
                id=key, service=services.get(columns["service"]), wave=waves.get(columns["wave_code"]),
                vehicle=vehicles.get(columns["vehicle_code"]),
                greeter_phone=keys.seal(phone, table="transfer", column="greeter_phone", row=key) if phone else None,
                **{name: columns[name] for name in _TRANSFER},
            )
        )  # fmt: skip
    await insert_all(Transfer, rows)
    await give_up("transfer", [columns["guest"] for columns in told if columns["gone"]])


async def _services(gathering: UUID, told: Sequence[dict[str, Any]]) -> dict[Any, UUID]:
    """Flights and trains by number and day; those of a transfer that the board does not show are added."""
    found = await _keys(gathering)
    for columns in told:
        if columns["service"] is None or columns["service"] in found:
            continue
        number, on = columns["service"]
        if columns["service_told"].get("planned_at") is not None:
            found[number, on] = uuid4()
            await Service(
                id=found[number, on], gathering=gathering, number=number, on_day=on, mode=columns["mode"],
                **columns["service_told"],
            ).save()  # fmt: skip
    return found
