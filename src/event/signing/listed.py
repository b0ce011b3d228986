"""What the rows of the signing's workbook say: batches, agreements, and who signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from event.gathering.tables import Gathering
from event.itinerary.reading import Planned, clock, day, once, whole
from event.language import Message
from event.registration.importing.cells import Cells
from event.registration.rules import LEFT
from event.signing.forms import LONGEST, MOST_PARTIES, PersonTold, currencies
from event.signing.money import WAN, YI, in_yuan, plain
from event.signing.queries import TypeOf
from event.signing.reading import codes, names, number, organisation, people, places
from event.signing.rules import is_registration_number, party_mark, party_position, text_state
from event.workbook import Table

BATCH = {
    "number": ("批次",), "starts": ("开始时间",), "count": ("项目数",), "items": ("项目",), "witnesses": ("见证领导",),
    "assistants": ("助签人",), "hosts": ("主持人",),
}  # fmt: skip
ITEM: dict[str, tuple[str, ...]] = {
    "code": ("项目编号",), "batch": ("批次",), "place": ("批内次序",), "name": ("项目名称", "项目"), "type": ("协议类型",),
    "currency": ("币种",), "amount": ("金额(万)",), "unit": ("金额单位",), "rate": ("汇率",), "rate_date": ("汇率日期",),
    "yi": ("折人民币(亿元)",), "doctors": ("博士人数",), "masters": ("硕士人数",), "countries": ("侨商所在国家(地区)",),
    "content": ("建设内容",), "town": ("落户地",), "witnesses": ("见证领导",), "team": ("服务专班",), "copies": ("文本份数",),
    "languages": ("文本语种",), "state": ("文本状态",), "industry": ("产业", "行业"),
    **{f"party_{place}": (f"{party_mark(place)}方(签字人)",) for place in range(1, MOST_PARTIES + 1)},
}  # fmt: skip
SIGNATORY = {
    "item": ("项目编号",), "party": ("签约方",), "organisation": ("单位",), "registered": ("统一社会信用代码",),
    "guest": ("签字人编号",), "name": ("签字人",), "title": ("职务",), "stand_in": ("替签人",),
    "stand_in_title": ("替签人职务",), "card": ("席卡",), "assistant": ("助签人",), "country": ("国家(地区)",),
}  # fmt: skip
_PRINTED = frozenset({"已印", "已打印", "已印制", "printed", "√", "是"})
_MOST_PLACE, _MOST_HEADS, _MOST_COPIES, _MOST_BATCH = 999, 100_000, 1000, 99

_UNKNOWN_TYPE = Message("“{text}” is no type of agreement here. Known: {known}. Add it, or correct it.")
_UNKNOWN_BATCH = Message("“{text}” is not in the list of batches.")
_UNKNOWN_ITEM = Message("“{text}” is not in the list of agreements.")
_UNKNOWN_CURRENCY = Message("“{text}” is no currency; write CNY or USD.")
_NO_CURRENCY = Message("the amount has no currency.")
_NO_RATE = Message("an amount in {currency} needs its rate and the day of the rate.")
_OTHER_SUM = Message("the list says {stated}, amount and rate make {made}.")
_NOT_A_PARTY = Message("“{text}” is no party; write 甲方, 乙方, 丙方.")
_NOT_REGISTERED = Message("“{text}” fails the check of unified social credit codes.")
_NOT_A_CODE = Message("“{text}” is no unified social credit code and is left out.")
_UNKNOWN_GUEST = Message("There is no guest with this number; the name alone is kept.")
_GONE = Message("does not come. Choose who signs instead.")
_NO_DAY = Message(
    "the programme has no signing ceremony, so its day is not known; when the batch begins stays open."
)
_OTHER_COUNT = Message("the list of batches says {stated}, the list of agreements has {found}.")
_OTHER_PARTY = Message("{party}: the list of agreements says “{one}”, the list of signatories “{other}”.")
_PLACES_LEFT = Message(
    "{count} countries or regions for {parties} parties; they are given to the parties in their order."
)
_NO_PARTIES = Message("the agreement has fewer than two parties.")
_TOO_MUCH = Message("“{text}” is no amount: not below nothing, at most two decimals.")


@dataclass(frozen=True)
class Known:
    """What of the gathering the lists may name: types by Chinese name, guests by number with their standing."""

    types: Mapping[str, TypeOf]
    guests: Mapping[str, tuple[UUID, str]]


def plan_batches(
    table: Table, stored: Mapping[str, dict[str, Any]], on: date | None, gathering: Gathering
) -> list[Planned]:
    """What the rows of 批次 say; they begin on the day of the ceremony."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, BATCH)
        place = whole(cells, "number", 1, _MOST_BATCH)
        code = str(place or "")
        cells.text("number", 10, needed=True)
        once(cells, "number", code, seen)
        at = clock(cells, "starts")
        if at and on is None:
            cells.warn("starts", _NO_DAY)
        columns: dict[str, Any] = {
            "starts_at": datetime.combine(on, at, gathering.zone) if on and at else None,
            "witnesses": people(cells.text("witnesses", 300)), "assistants": names(cells.text("assistants", 300)),
        }  # fmt: skip
        if hosts := people(cells.text("hosts", 300)):
            columns["hosts"] = hosts
        planned.append(
            _settled(Planned(cells, code, cells.text("items", 200), columns), table, stored.get(code))
        )
    return planned


def _settled(one: Planned, table: Table, known: Mapping[str, Any] | None) -> Planned:
    changes = [name for name, value in one.columns.items() if known and known.get(name) != value]
    one.outcome = one.cells.outcome(table.sheet, one.code, one.name, known=known is not None, changes=changes)
    return one


def plan_items(
    table: Table,
    stored: Mapping[str, dict[str, Any]],
    batches: Mapping[str, tuple[PersonTold, ...]],
    known: Known,
) -> list[Planned]:
    """What the rows of 签约项目一览表 say. `batches`: the witnesses of each by number."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, ITEM)
        code, name = cells.text("code", LONGEST["code"], needed=True), cells.text("name", 120, needed=True)
        once(cells, "code", code, seen)
        kind = cells.text("type", 40, needed=True)
        if kind and kind not in known.types:
            cells.refuse("type", _UNKNOWN_TYPE, text=kind, known="、".join(known.types))
        batch = cells.text("batch", 10)
        if batch and batch not in batches:
            cells.refuse("batch", _UNKNOWN_BATCH, text=batch)
        witnesses = people(cells.text("witnesses", 300))
        state = cells.text("state", 60)
        columns: dict[str, Any] = {
            "name_zh": name, "agreement_type": known.types[kind].code if kind in known.types else "",
            "batch": int(batch) if batch in batches else None, "precedence": whole(cells, "place", 1, _MOST_PLACE),
            **_money(cells), "doctors": whole(cells, "doctors", 0, _MOST_HEADS),
            "masters": whole(cells, "masters", 0, _MOST_HEADS), "content_zh": cells.text("content", 500),
            "town": cells.text("town", LONGEST["town"]), "service_team": cells.text("team", LONGEST["service_team"]),
            "copies": whole(cells, "copies", 1, _MOST_COPIES) or 2,
            "text_languages": cells.text("languages", LONGEST["text_languages"]),
            "text_state": str(text_state(state)), "text_said": state,
            "witnesses": () if witnesses == batches.get(batch) else witnesses,
        }  # fmt: skip
        if industry := cells.text("industry", LONGEST["industry"]):
            columns["industry"] = industry
        planned.append(_settled(Planned(cells, code, name, columns), table, stored.get(code)))
    return planned


def _money(cells: Cells) -> dict[str, Any]:
    """Amount, currency and rate; what the list says in 亿元 is compared."""
    amount, rate = number(cells, "amount", int(WAN)), number(cells, "rate")
    currency, rate_date = cells.text("currency", 10).upper(), day(cells, "rate_date")
    if amount is not None and (amount < 0 or amount != amount.quantize(Decimal("0.01"))):
        cells.refuse("amount", _TOO_MUCH, text=cells.text("amount", 40))
    if currency and currency not in currencies():
        cells.refuse("currency", _UNKNOWN_CURRENCY, text=currency)
    elif amount is not None and not currency:
        cells.refuse("currency", _NO_CURRENCY)
    if amount is None:
        currency = ""
    if currency in ("", "CNY"):
        rate, rate_date = None, None
    elif rate is None or rate <= 0 or rate_date is None:
        cells.refuse("rate", _NO_RATE, currency=currency)
    stated, yuan = number(cells, "yi", int(YI)), in_yuan(amount, currency, rate)
    if stated is not None and yuan is not None and abs(stated - yuan) >= YI / 200:
        cells.warn("yi", _OTHER_SUM, stated=plain(stated / YI), made=plain(yuan / YI))
    return {"amount": amount, "currency": currency, "rate": rate, "rate_date": rate_date}


def plan_signatories(
    table: Table, stored: Mapping[str, dict[str, Any]], items: Mapping[str, Planned], known: Known
) -> list[Planned]:
    """What the rows of 签字人 say, by P03乙."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, SIGNATORY)
        item, party = cells.text("item", 20, needed=True), cells.text("party", 10, needed=True)
        place = party_position(party)
        if item and item not in items:
            cells.refuse("item", _UNKNOWN_ITEM, text=item)
        if party and place is None:
            cells.refuse("party", _NOT_A_PARTY, text=party)
        code = f"{item}{party_mark(place)}" if item and place else ""
        once(cells, "party", code, seen)
        columns: dict[str, Any] = {
            "organisation_zh": cells.text("organisation", 160, needed=True),
            "registration_number": _registered(cells), "guest": _guest(cells, known),
            "name_zh": cells.text("name", 80, needed=True), "title_zh": cells.text("title", 120),
            "stand_in": cells.text("stand_in", 80), "stand_in_title": cells.text("stand_in_title", 120),
            "card_printed": cells.text("card", 20).lower() in _PRINTED,
        }  # fmt: skip
        if assistant := cells.text("assistant", 80):
            columns["assistant"] = assistant
        planned.append(_settled(Planned(cells, code, columns["name_zh"], columns), table, stored.get(code)))
    return planned


def _registered(cells: Cells) -> str:
    text = cells.text("registered", 40).upper().replace(" ", "")
    if not text or is_registration_number(text):
        return text
    if len(text) == 18 and text.isascii() and text.isalnum():  # noqa: PLR2004 - GB 32100
        cells.warn("registered", _NOT_REGISTERED, text=text)
        return text
    cells.warn("registered", _NOT_A_CODE, text=text)
    return ""


def _guest(cells: Cells, known: Known) -> str:
    text = cells.text("guest", 40)
    if text and text not in known.guests:
        cells.warn("guest", _UNKNOWN_GUEST)
        return ""
    if text and known.guests[text][1] in LEFT:
        cells.warn("guest", _GONE)
    return text


def parties_of_rows(items: list[Planned], signatories: list[Planned]) -> dict[str, dict[int, dict[str, Any]]]:
    """The parties of every agreement by place; where the two lists differ, the list of signatories holds."""
    found: dict[str, dict[int, dict[str, Any]]] = {one.code: {} for one in items}
    for row in signatories:
        place = party_position(row.code[-1:])
        if place and row.code[:-1] in found:
            found[row.code[:-1]][place] = dict(row.columns)
    for one in items:
        parties = found[one.code]
        for place in range(1, MOST_PARTIES + 1):
            organised, name = organisation(one.cells.text(f"party_{place}", 250))
            if not organised:
                continue
            said = parties.setdefault(place, {"organisation_zh": organised[:160], "name_zh": name[:80]})
            told = f"{said['organisation_zh']}({said['name_zh']})"
            if name and told != f"{organised}({name})":
                one.cells.warn(
                    f"party_{place}",
                    _OTHER_PARTY,
                    party=party_mark(place),
                    one=f"{organised}({name})",
                    other=told,
                )
        if len(parties) < 2 or sorted(parties) != list(range(1, len(parties) + 1)):  # noqa: PLR2004 - nobody agrees alone
            one.cells.refuse("party_1", _NO_PARTIES)
        _give_places(one, parties)
    return found


def _give_places(one: Planned, parties: dict[int, dict[str, Any]]) -> None:
    """Countries and regions of the list go to the parties after the first, which is the host's."""
    told, guests = places(one.cells, "countries"), [place for place in sorted(parties) if place > 1]
    if told and len(told) != len(guests):
        one.cells.warn("countries", _PLACES_LEFT, count=len(told), parties=len(guests))
    for place, country in zip(guests, told, strict=False):
        parties[place]["country"] = country


def compare_batches(batches: list[Planned], items: list[Planned]) -> None:
    """Tell where the list of batches names other agreements than the list of agreements."""
    for batch in batches:
        found = [one.code for one in items if str(one.columns["batch"] or "") == batch.code]
        stated = codes(batch.cells.text("items", 300))
        if stated and stated != found:
            batch.cells.warn("items", _OTHER_COUNT, stated="、".join(stated), found="、".join(found) or "–")
