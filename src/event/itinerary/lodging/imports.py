"""Hotels as the office's workbook has them: rooms, and who sleeps where."""

from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.lodging.listed import (
    compare_blocks,
    compare_counts,
    plan_blocks,
    plan_hotels,
    plan_rooms,
    stored_hotels,
    stored_rooms,
)
from event.itinerary.lodging.rooming_listed import plan_rooming, stored_rooming, warn_of_pairs
from event.itinerary.lodging.tables import Hotel, HotelBlock, Room, Rooming
from event.itinerary.named import give_up, people_of
from event.itinerary.reading import Planned, by_code
from event.registration.adding import insert_all, lock
from event.registration.importing.noting import Sent, note_run, takes
from event.registration.importing.reports import ImportReport
from event.workbook import open_workbook, read_table

HOTELS, ROOMS, ROOMING, BLOCKS = "酒店", "客房", "住宿分配", "其他房型"


@takes("hotels")
async def import_hotels(sent: Sent) -> ImportReport:
    """Take in hotels, rooms and who sleeps where, all or nothing; raises Invalid, NoGathering."""
    gathering = sent.gathering
    workbook = open_workbook(sent.content)
    hotels_table = read_table(workbook, needed=("酒店代码", "酒店"), sheet=HOTELS)
    rooms_table = read_table(workbook, needed=("酒店代码", "房号", "床位"), sheet=ROOMS)
    rooming_table = read_table(workbook, needed=("编号", "酒店", "房号"), sheet=ROOMING)
    blocks_table = (
        read_table(workbook, needed=("酒店代码", "房型", "间数"), sheet=BLOCKS) if BLOCKS in workbook.sheetnames else None
    )  # fmt: skip
    async with writing():
        await lock(gathering)
        known = await stored_hotels(gathering)
        hotels = plan_hotels(hotels_table, known)
        blocks, others = (
            plan_blocks(blocks_table, {one.code for one in hotels}, known) if blocks_table else ([], None)
        )
        if others is not None:
            hotels = plan_hotels(hotels_table, known, others)
        known_rooms = await stored_rooms(gathering)
        rooms = plan_rooms(rooms_table, known_rooms, {one.code for one in hotels})
        compare_blocks(hotels, rooms)
        beds = {place: row["beds"] for place, row in known_rooms.items()}
        beds |= {(one.columns["hotel_code"], one.code): one.columns["beds"] for one in rooms}
        rooming = plan_rooming(
            rooming_table, await people_of(gathering.id), await stored_rooming(gathering),
            hotels={one.name: one.code for one in hotels}, beds=beds,
        )  # fmt: skip
        await warn_of_pairs(rooming)
        compare_counts(hotels, rooms, rooming)
        planned = (*hotels, *blocks, *rooms, *rooming)
        outcomes = [one.told for one in planned]
        if written := sent.may_write(outcomes):
            await _write_hotels(gathering.id, hotels)
            await _write_rooms(gathering.id, rooms)
            await _write_rooming(gathering, rooming)
            await note_run(sent, outcomes)
    return sent.report(
        outcomes, written=written,
        figures={
            "hotels": len(hotels), "rooms": sum(not one.columns["spare"] for one in rooms),
            "guests": sum(bool(one.columns) and not one.columns["left"] for one in rooming),
        },
    )  # fmt: skip


async def _write_hotels(gathering: UUID, planned: list[Planned]) -> None:
    for one in planned:
        if not one.writes:
            continue
        row = await Hotel.objects().get((Hotel.gathering == gathering) & (Hotel.code == one.code))
        row = row or Hotel(id=uuid4(), gathering=gathering, code=one.code)
        for name, value in one.columns.items():
            if name != "blocks":
                setattr(row, name, value)
        await row.save()
        await fetch("DELETE FROM hotel_block WHERE hotel = $1", row.id)
        blocks = [
            HotelBlock(id=uuid4(), hotel=row.id, room_type=kind, rooms=rooms)
            for kind, rooms in one.columns["blocks"].items()
        ]
        await insert_all(HotelBlock, blocks)


async def _write_rooms(gathering: UUID, planned: list[Planned]) -> None:
    hotels = {code: row["id"] for code, row in (await by_code("hotel", gathering)).items()}
    written = [one for one in planned if one.writes]
    rows = [
        Room(
            id=uuid4(), hotel=hotels[one.columns["hotel_code"]], number=one.code, beds=one.columns["beds"],
            room_type=one.columns["room_type"], spare=one.columns["spare"],
        )
        for one in written
    ]  # fmt: skip
    for row, one in zip(rows, written, strict=True):
        if one.outcome and one.outcome.action == "update":
            await fetch(
                "UPDATE room SET room_type = $3, beds = $4, spare = $5 WHERE hotel = $1 AND number = $2",
                row.hotel, row.number, row.room_type, row.beds, row.spare,
            )  # fmt: skip
    new = [
        row for row, one in zip(rows, written, strict=True) if one.outcome and one.outcome.action == "create"
    ]
    await insert_all(Room, new)


async def _write_rooming(gathering: Gathering, planned: list[Planned]) -> None:
    """Write who sleeps where; what who does not come had is kept as given up."""
    hotels = {code: row["id"] for code, row in (await by_code("hotel", gathering.id)).items()}
    rooms = {place: row["id"] for place, row in (await stored_rooms(gathering)).items()}
    told = [one.columns for one in planned if one.columns and (one.writes or one.columns["left"])]
    await fetch("DELETE FROM rooming WHERE guest = ANY($1::uuid[])", [columns["guest"] for columns in told])
    rows = [
        Rooming(
            id=uuid4(), guest=columns["guest"], planned_for=columns["planned_for"],
            hotel=hotels[columns["hotel_code"]], room=rooms.get((columns["hotel_code"], columns["room_number"])),
            **{name: columns[name] for name in ("room_type", "check_in", "check_out", "breakfast", "note")},
        )
        for columns in told
        if columns["gone"] or not columns["left"]
    ]  # fmt: skip
    await insert_all(Rooming, rows)
    await give_up("rooming", [columns["guest"] for columns in told if columns["gone"]])
