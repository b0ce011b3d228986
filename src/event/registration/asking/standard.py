"""The form that ships: the reply form of DOMAIN 2.1. Keys that are columns of a guest are marked there."""

from event.registration.asking.definition import (
    EVERY_CLASS,
    Kind,
    Option,
    Question,
    RegistrationForm,
    Section,
    ShownIf,
    Words,
)

ALWAYS = (EVERY_CLASS,)
GUESTS = ("V", "G", "D")

DIETS = ("none", "halal", "vegetarian", "other")
"""The answers of `diet`; `none` says nothing and needs no consent."""

LOCKED = frozenset({"guest_class", "name_zh", "latin_surname", "latin_given", "residence", "consent"})
"""Questions without which there is no guest: they can be reworded and moved, never retired."""


def _options(*told: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(key, Words(zh, en)) for key, zh, en in told)


IDENTITY = _options(
    ("华侨", "华侨", "Chinese citizen settled abroad"), ("外籍华人", "外籍华人", "Ethnic Chinese, foreign national"),
    ("归侨", "归侨", "Returned overseas Chinese"), ("侨眷", "侨眷", "Relative of overseas Chinese"),
    ("港澳同胞", "港澳同胞", "Compatriot of Hong Kong or Macao"), ("台胞", "台胞", "Compatriot of Taiwan"),
    ("留学人员", "留学人员", "Student or scholar abroad"), ("其他", "其他", "Other"),
)  # fmt: skip
DOCUMENT_KINDS = _options(
    ("外国护照", "外国护照", "Foreign passport"), ("中国护照", "中国护照", "Chinese passport"),
    ("居民身份证", "居民身份证", "Resident identity card"),
    ("港澳居民来往内地通行证", "港澳居民来往内地通行证（回乡证）", "Mainland travel permit, Hong Kong and Macao residents"),
    ("港澳居民来往内地通行证(非中国籍)", "港澳居民来往内地通行证（非中国籍）", "Mainland travel permit, non-Chinese citizens"),
    ("台湾居民来往大陆通行证", "台湾居民来往大陆通行证（台胞证）", "Mainland travel permit, Taiwan residents"),
    ("港澳台居民居住证", "港澳台居民居住证", "Residence permit, Hong Kong, Macao and Taiwan residents"),
    ("外国人永久居留身份证", "外国人永久居留身份证", "Foreign permanent resident card"),
    ("旅行证", "旅行证", "Travel document"), ("其他", "其他", "Other"),
)  # fmt: skip
INDUSTRIES = _options(
    ("新材料", "新材料", "New materials"), ("装备制造", "装备制造", "Equipment manufacturing"),
    ("现代农业", "现代农业", "Modern agriculture"), ("文化旅游", "文化旅游", "Culture and tourism"),
    ("电子商务", "电子商务", "E-commerce"), ("健康养老", "健康养老", "Health and care"),
    ("国际贸易", "国际贸易", "International trade"), ("餐饮", "餐饮", "Catering"), ("科技教育", "科技教育", "Science and education"),
    ("其他", "其他", "Other"),
)  # fmt: skip
ROOMS = _options(
    ("普通标间", "普通标间", "Standard twin"), ("商务标间", "商务标间", "Business twin"),
    ("商务单间", "商务单间", "Business single"), ("豪华套间", "豪华套间", "Suite"),
)  # fmt: skip
SPOKEN = _options(
    ("普通话", "普通话", "Mandarin"), ("粤语", "粤语", "Cantonese"), ("闽南语", "闽南语", "Hokkien"), ("客家话", "客家话", "Hakka"),
    ("英语", "英语", "English"), ("其他", "其他", "Other"),
)  # fmt: skip
_NOT_NEEDED = Words("可以以后在您自己的页面补充。", "You can add this later on your own page.")

STANDARD = RegistrationForm((
    Section("who", Words("基本信息", "About you"), (
        Question("guest_class", Kind.CLASS, Words("参会身份", "Take part as"), required_of=ALWAYS),
        Question("delegation", Kind.DELEGATION, Words("代表团", "Delegation")),
        Question("name_zh", Kind.TEXT, Words("中文姓名", "Chinese name"), hint=Words("没有中文姓名可以不填。", "Leave empty if you have none.")),
        Question("latin_surname", Kind.TEXT, Words("外文姓", "Surname"), hint=Words("与证件完全一致。", "Exactly as in your passport.")),
        Question("latin_given", Kind.TEXT, Words("外文名", "Given name"), hint=Words("与证件完全一致。", "Exactly as in your passport.")),
        Question("sex", Kind.CHOICE, Words("性别", "Sex"), options=_options(("M", "男", "Male"), ("F", "女", "Female")), required_of=ALWAYS),
        Question("birth_date", Kind.DATE, Words("出生日期", "Date of birth"), hint=Words("以后凭它打开您自己页面上的资料。", "It later opens the details on your own page.")),
        Question("residence", Kind.COUNTRY, Words("现居国家/地区", "Country or region of residence"), required_of=ALWAYS),
        Question("nationality", Kind.COUNTRY, Words("国籍", "Nationality"), required_of=ALWAYS),
        Question("ancestral_home", Kind.TEXT, Words("祖籍", "Ancestral home"), hint=Words("省、市、县、镇、村", "Province, city, county, town, village")),
        Question("ethnicity", Kind.TEXT, Words("民族", "Ethnic group"), shown_if=ShownIf("nationality", ("CN",))),
        Question("photo", Kind.FILE, Words("照片", "Photograph"), hint=_NOT_NEEDED, asked_of=("V", "M"), file_types=("image/jpeg", "image/png")),
    )),
    Section("position", Words("身份与职务", "Position"), (
        Question("identity_category", Kind.CHOICE, Words("身份类别", "Identity"), options=IDENTITY, asked_of=GUESTS),
        Question("association_title", Kind.TEXT, Words("侨团及职务", "Overseas association and position"), asked_of=GUESTS),
        Question("company_title", Kind.TEXT, Words("企业及职务", "Company and position")),
        Question("industry", Kind.CHOICE, Words("行业", "Industry"), options=INDUSTRIES, asked_of=GUESTS),
    )),
    Section("contact", Words("联系方式", "Contact"), (
        Question("phone", Kind.PHONE, Words("手机", "Mobile phone"), required_of=ALWAYS, hint=Words("海外号码请以 + 和国家码开头。", "Begin with + and the country code.")),
        Question("email", Kind.EMAIL, Words("邮箱", "E-mail"), required_of=ALWAYS, hint=Words("电子票发到这里。", "Your ticket comes here.")),
        Question("wechat", Kind.TEXT, Words("微信", "WeChat")),
        Question("emergency_contact", Kind.TEXT, Words("紧急联系人及电话", "Emergency contact and phone"), asked_of=GUESTS),
    )),
    Section("document", Words("证件", "Identity document"), (
        Question("document", Kind.DOCUMENT, Words("证件", "Document"), options=DOCUMENT_KINDS, hint=_NOT_NEEDED),
        Question("visa_letter", Kind.YES, Words("需要签证邀请函", "I need an invitation letter for a visa"), asked_of=GUESTS),
        Question("consulate", Kind.TEXT, Words("递签使领馆", "Consulate where you apply"), shown_if=ShownIf("visa_letter", ("yes",)), required_of=GUESTS, asked_of=GUESTS),
    )),
    Section("journey", Words("行程", "Journey"), (
        Question("arrival", Kind.JOURNEY, Words("抵达", "Arrival"), hint=_NOT_NEEDED),
        Question("departure", Kind.JOURNEY, Words("离开", "Departure"), hint=_NOT_NEEDED),
        Question("luggage", Kind.TEXT, Words("行李件数", "Pieces of luggage"), asked_of=GUESTS),
    )),
    Section("lodging", Words("住宿", "Lodging"), (
        Question("lodging", Kind.YES, Words("需要安排住宿", "I need a room"), asked_of=GUESTS),
        Question("room_wish", Kind.CHOICE, Words("房型意愿", "Room"), options=ROOMS, shown_if=ShownIf("lodging", ("yes",)), asked_of=GUESTS),
        Question("roommate", Kind.TEXT, Words("同住人", "Shares the room with"), shown_if=ShownIf("lodging", ("yes",)), asked_of=GUESTS),
        Question("check_in", Kind.DATE, Words("入住", "Check-in day"), shown_if=ShownIf("lodging", ("yes",)), asked_of=GUESTS),
        Question("check_out", Kind.DATE, Words("离店", "Check-out day"), shown_if=ShownIf("lodging", ("yes",)), asked_of=GUESTS),
        Question("longer_stay", Kind.TEXT, Words("自费延住", "Longer stay at own cost"), shown_if=ShownIf("lodging", ("yes",)), asked_of=GUESTS),
    )),
    Section("needs", Words("餐饮与健康", "Food and health"), (
        Question("diet", Kind.CHOICE, Words("饮食要求", "Diet"), options=_options(
            ("none", "无特殊要求", "No special need"), ("halal", "清真", "Halal"), ("vegetarian", "素食", "Vegetarian"),
            ("other", "其他，见下", "Other, see below"))),
        Question("allergies", Kind.TEXT, Words("过敏及忌口", "Allergies and what you do not eat")),
        Question("health", Kind.TEXT, Words("轮椅或医疗需要", "Wheelchair or medical needs")),
        Question("needs_consent", Kind.CONSENT, Words(
            "我同意将饮食和健康需求告知厨房、车长和医护人员，活动结束后删除。",
            "I agree that food and health needs are passed to kitchen, bus captain and medical staff, and deleted afterwards.")),
    ), Words("这些是敏感信息，可以不填。", "This is sensitive information; you may leave it empty.")),
    Section("taking_part", Words("参会意向", "Taking part"), (
        Question("sessions", Kind.SESSIONS, Words("参加的场次", "Sessions"), asked_of=GUESTS),
        Question("route_1", Kind.CHOICE, Words("家乡行第一志愿", "Homeland visit, first choice"), asked_of=GUESTS),
        Question("route_2", Kind.CHOICE, Words("家乡行第二志愿", "Homeland visit, second choice"), asked_of=GUESTS),
    )),
    Section("signing", Words("签约对接", "Signing"), (
        Question("signing", Kind.YES, Words("我有项目签约", "I have an agreement to sign"), asked_of=GUESTS),
        Question("signing_project", Kind.TEXT, Words("项目名称", "Project"), shown_if=ShownIf("signing", ("yes",)), asked_of=GUESTS),
        Question("signing_type", Kind.CHOICE, Words("协议类型", "Type of agreement"), shown_if=ShownIf("signing", ("yes",)), asked_of=GUESTS, options=_options(
            ("投资合同", "投资合同", "Investment contract"), ("框架协议", "框架协议", "Framework"), ("意向书", "意向书", "Letter of intent"),
            ("人才引进", "人才引进", "Talent introduction"), ("贸易订单", "贸易订单", "Trade order"), ("战略合作", "战略合作", "Strategic cooperation"),
            ("公益捐赠", "公益捐赠", "Donation"))),
        Question("signing_amount", Kind.TEXT, Words("金额及币种", "Amount and currency"), shown_if=ShownIf("signing", ("yes",)), asked_of=GUESTS),
        Question("signatory", Kind.TEXT, Words("签字人及职务", "Signatory and title"), shown_if=ShownIf("signing", ("yes",)), asked_of=GUESTS),
    )),
    Section("other", Words("其他", "Other"), (
        Question("languages", Kind.CHOICES, Words("语言", "Languages"), options=SPOKEN, asked_of=GUESTS),
        Question("recommended_by", Kind.TEXT, Words("推荐单位", "Recommended by"), asked_of=("D",)),
        Question("remark", Kind.LONG_TEXT, Words("备注", "Remark")),
    )),
    Section("consents", Words("同意事项", "Your consent"), (
        Question("consent", Kind.CONSENT, Words(
            "我同意主办方为筹备和举办本次活动保存这些报名信息。",
            "I agree that the organizers keep this registration to prepare and run the gathering."), required_of=ALWAYS),
        Question("portrait_consent", Kind.CONSENT, Words("我同意活动照片和视频中出现我的肖像。", "Pictures and films of the gathering may show me.")),
        Question("directory_consent", Kind.CONSENT, Words(
            "我同意侨联在活动后继续保留我的联系方式，以便今后邀请。",
            "The federation may keep my contact details after the gathering to invite me again.")),
    )),
))  # fmt: skip

NEED_KEYS = ("diet", "allergies", "health")
"""Questions whose answers are sealed as needs and want `needs_consent`."""
PURPOSES = {"consent": "registration", "needs_consent": "needs", "portrait_consent": "portrait",
            "directory_consent": "directory", "guardian_consent": "guardian"}  # fmt: skip
"""Consents by the purpose under which they are kept."""
