"""The columns a guest list may have, and by which headings they are known."""

from dataclasses import dataclass

from event.language import Message
from event.workbook import heading

LEAVE_OUT = "-"
"""The field of a column that is not read."""
SESSIONS = "sessions"
"""The field of every column that is ticked for a session; its heading is the session."""


@dataclass(frozen=True)
class Column:
    """One field: what people call it, how long its text may be, and its headings, group/name or name."""

    key: str
    label: Message
    headings: tuple[str, ...]
    most: int = 200


def _column(key: str, label: Message, *headings: str, most: int = 200) -> Column:
    return Column(key, label, tuple(heading(one).lower() for one in headings), most)


COLUMNS: tuple[Column, ...] = (
    _column(LEAVE_OUT, Message("(not read)"), "基本信息/序号", "序号", "no.", "#"),
    _column("number", Message("Number"), "基本信息/编号", "编号", "number", "guest number", most=40),
    _column("delegation", Message("Delegation"), "基本信息/代表团", "代表团", "团组", "delegation", "代表团名称", most=120),
    _column("name_zh", Message("Chinese name"), "基本信息/中文姓名", "中文姓名", "姓名", "中文名", "chinese name", "name", most=80),
    _column("latin_surname", Message("Surname"), "基本信息/外文姓", "外文姓", "英文姓", "surname", "last name", "family name", most=80),
    _column("latin_given", Message("Given name"), "基本信息/外文名", "外文名", "英文名", "given name", "first name", "given names", most=80),
    _column("latin_name", Message("Passport name in one column"), "英文姓名(护照)", "英文姓名", "外文姓名", "护照姓名", "拼音", "latin name", "passport name", "english name", most=160),
    _column("name_order", Message("Order of the passport name"), "基本信息/外文姓名顺序", "外文姓名顺序", "name order", most=20),
    _column("sex", Message("Sex"), "基本信息/性别", "性别", "sex", "gender", most=20),
    _column("birth_date", Message("Date of birth"), "基本信息/出生日期", "出生日期", "出生年月", "生日", "date of birth", "birth date", "dob", most=40),
    _column("nationality", Message("Nationality"), "基本信息/国籍", "国籍", "nationality", "citizenship", most=60),
    _column("residence", Message("Country or region of residence"), "基本信息/现居国家(地区)", "现居国家(地区)", "现居国家/地区", "国家/地区", "国家(地区)", "居住国家(地区)", "country", "country/region", "country or region", "residence", most=60),
    _column("ancestral_home", Message("Ancestral home"), "基本信息/祖籍", "祖籍", "ancestral home", most=120),
    _column("ethnicity", Message("Ethnic group"), "基本信息/民族", "民族", "ethnic group", most=40),
    _column("class_name", Message("Class"), "身份信息/嘉宾类别", "嘉宾类别", "类别", "class", "guest class", most=40),
    _column("identity_category", Message("Identity category"), "身份信息/身份类别", "身份类别", "identity category", most=40),
    _column("association_title", Message("Overseas association and position"), "身份信息/侨团及职务", "侨团及职务", "侨团/单位及职务", "社团职务", "单位及职务", "侨团职务", "association and position", "organisation and title", "organization and title"),
    _column("company_title", Message("Company and position"), "身份信息/企业及职务", "企业及职务", "公司及职务", "company and position"),
    _column("industry", Message("Industry"), "身份信息/行业", "行业", "industry", most=80),
    _column("phone", Message("Mobile phone"), "联系方式/手机", "手机", "手机号", "手机号码", "联系电话", "电话", "phone", "mobile", "mobile phone", "telephone", most=100),
    _column("wechat", Message("WeChat"), "联系方式/微信", "微信", "微信号", "wechat", most=60),
    _column("email", Message("E-mail"), "联系方式/邮箱", "邮箱", "电子邮箱", "电子邮件", "e-mail", "email", most=254),
    _column("document_kind", Message("Identity document"), "证件/证件类型", "证件类型", "证件种类", "document type", "document", most=60),
    _column("document_number", Message("Document number"), "证件/证件号码", "证件号码", "证件号", "护照号码", "护照号", "document number", "passport number", "passport no.", most=60),
    _column("document_expires", Message("Valid until"), "证件/有效期至", "有效期至", "证件有效期", "有效期", "expiry date", "valid until", "date of expiry", most=40),
    _column("visa_letter", Message("Visa letter wanted"), "证件/需签证邀请函", "需签证邀请函", "visa letter", most=20),
    _column("consulate", Message("Consulate"), "证件/递签使领馆", "递签使领馆", "consulate", most=120),
    _column("visa_letter_issued", Message("Visa letter issued on"), "证件/邀请函签发日期", "邀请函签发日期", "visa letter issued", most=40),
    _column("travel_party", Message("Travel party"), "同行/同行组", "同行组", "travel party", most=20),
    _column("party_place", Message("Main guest or companion"), "同行/主宾/随行", "主宾/随行", most=20),
    _column("kinship", Message("Relation to the main guest"), "同行/与主宾关系", "与主宾关系", "关系", "relation", most=40),
    _column("under_14", Message("Under 14"), "同行/未满14周岁", "未满14周岁", most=20),
    _column("arrival.mode", Message("Arrival: by"), "抵达/方式", "抵达方式", "到达方式", most=20),
    _column("arrival.number", Message("Arrival: flight or train"), "抵达/航班/车次", "抵达航班", "到达航班", "抵达航班/车次", "arrival flight", most=40),
    _column("arrival.origin", Message("Arrival: from"), "抵达/始发地", "始发地", "from", most=80),
    _column("arrival.on_day", Message("Arrival: day"), "抵达/日期", "抵达日期", "到达日期", "arrival date", most=40),
    _column("arrival.at_time", Message("Arrival: time"), "抵达/时间", "抵达时间", "到达时间", "arrival time", most=40),
    _column("arrival.transfer_wanted", Message("Arrival: pick-up wanted"), "抵达/需接站", "需接站", "接机", most=20),
    _column("departure.mode", Message("Departure: by"), "离开/方式", "离开方式", most=20),
    _column("departure.number", Message("Departure: flight or train"), "离开/航班/车次", "离开航班", "返程航班", "离开航班/车次", "departure flight", most=40),
    _column("departure.on_day", Message("Departure: day"), "离开/日期", "离开日期", "返程日期", "departure date", most=40),
    _column("departure.at_time", Message("Departure: time"), "离开/时间", "离开时间", "departure time", most=40),
    _column("departure.transfer_wanted", Message("Departure: transfer wanted"), "离开/需送站", "需送站", "送机", most=20),
    _column("lodging", Message("Lodging"), "住宿/是否住宿", "是否住宿", "住宿", most=20),
    _column("hotel", Message("Hotel"), "住宿/酒店", "酒店", "hotel", most=80),
    _column("room_wish", Message("Type of room"), "住宿/房型意愿", "房型意愿", "房型", "room", most=40),
    _column("check_in", Message("Check-in day"), "住宿/入住", "入住", "入住日期", "check-in", most=40),
    _column("check_out", Message("Check-out day"), "住宿/离店", "离店", "离店日期", "check-out", most=40),
    _column("diet", Message("Diet"), "餐饮/饮食要求", "饮食要求", "饮食", "diet", "dietary needs"),
    _column("allergies", Message("Allergies"), "餐饮/过敏及忌口", "过敏及忌口", "过敏", "忌口", "allergies"),
    _column("health", Message("Mobility and health"), "其他/轮椅/医疗", "轮椅/医疗", "health"),
    _column("route_1", Message("First route"), "家乡行/第一志愿", "第一志愿", "家乡行志愿", "家乡行线路", "route", most=20),
    _column("route_2", Message("Second route"), "家乡行/第二志愿", "第二志愿", "second route", most=20),
    _column("languages", Message("Languages"), "其他/语言", "语言", "languages", most=120),
    _column("liaison", Message("Liaison officer"), "其他/联络员", "联络员", "liaison", most=80),
    _column("past_editions", Message("Earlier editions"), "其他/往届参会", "往届参会", most=120),
    _column("retention", Message("Data kept"), "其他/信息留存", "信息留存", most=40),
    _column("portrait_consent", Message("Pictures may be used"), "其他/肖像授权", "肖像授权", most=40),
    _column("first_review", Message("First review"), "其他/初审", "初审", most=40),
    _column("final_review", Message("Final review"), "其他/复审", "复审", most=40),
    _column("remark", Message("Remark"), "其他/备注", "备注", "remark", "remarks", "note", "notes", most=5000),
    _column(SESSIONS, Message("Ticked for a session")),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}
_BY_HEADING = {one: column.key for column in COLUMNS for one in column.headings}
_SESSION_GROUP = heading("参会意向")
NAMES = ("name_zh", "latin_surname", "latin_given", "latin_name")
_TELLING = ("residence", "nationality", "delegation", "email", "document_number")


def field_of(name: str) -> str:
    """The field a heading means, empty where it is not known."""
    plain = heading(name).lower()
    if plain.startswith(_SESSION_GROUP) and "/" in plain:
        return SESSIONS
    return _BY_HEADING.get(plain) or _BY_HEADING.get(plain.partition("/")[2], "")


def is_guest_list(fields: set[str]) -> bool:
    """Whether columns can make up a list of guests: a name, and something that tells who it is."""
    return bool(fields & set(NAMES)) and len(fields & set(_TELLING)) > 1
