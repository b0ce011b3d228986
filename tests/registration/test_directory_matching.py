"""Who may be one person: names in every script, documents, mail, telephone."""

import pytest

from event.registration.adding import latin_key
from event.registration.directory.matching import Keys, Likeness, Reason, compared
from event.text import folded

CHINESE, LATIN, SPELLING = Reason.CHINESE_NAME, Reason.LATIN_NAME, Reason.SPELLING
HOME, BORN = Reason.RESIDENCE, Reason.BIRTH_YEAR


def who(name_zh: str = "", surname: str = "", given: str = "", year: int = 0, **keys: str) -> Keys:
    return Keys(
        name_key=folded(name_zh).replace(" ", ""), latin_key=latin_key(surname, given),
        years=frozenset({year} - {0}), **keys,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "likeness", "reasons"),
    [
        (who("陳樣本", document_index="d"), who("陈样本", document_index="d"), Likeness.SURE, (Reason.DOCUMENT, CHINESE)),
        (who("林示例", document_index="d"), who("", "CHAN", "Mary", document_index="d"), Likeness.SURE, (Reason.DOCUMENT,)),
        (who("陳樣本", email_index="m"), who("陈 样本", email_index="m"), Likeness.LIKELY, (Reason.EMAIL, CHINESE)),
        (who("陈样本", "CHAN", "Yeung Pun", phone_index="p"), who("", "Chan", "Yeung-Pun", phone_index="p"), Likeness.LIKELY, (Reason.PHONE, LATIN)),
        (who("林示例", "LIN", "Shili", email_index="m"), who("林示列", "LIN", "Shili", email_index="m"), Likeness.LIKELY, (Reason.EMAIL, LATIN)),
        (who("林示例", email_index="m"), who("", "LIN", "Shili", email_index="m"), Likeness.LIKELY, (Reason.EMAIL, SPELLING)),
        (who("陳樣本", residence="HK"), who("陈样本", residence="HK"), Likeness.POSSIBLE, (CHINESE, HOME)),
        (who("", "CHAN", "Yeung Pun", residence="HK"), who("", "YEUNG PUN", "CHAN", residence="HK"), Likeness.POSSIBLE, (LATIN, HOME)),
        (who("", "CHAN", "Yeung Pun", 1960), who("", "", "Chan Yeung Pun", 1960), Likeness.POSSIBLE, (LATIN, BORN)),
        (who("林示例", residence="US"), who("", "Shili", "Lin", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
        (who("林示例", residence="US"), who("", "", "LIN SHI LI", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
        (who("", "SHAN", "Shili", residence="US"), who("單示例", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
        (who("", "OU", "Shili", residence="US"), who("區示例", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
        (who("", "ZENG", "Shili", 1970), who("曾示例", "", "", 1970), Likeness.POSSIBLE, (SPELLING, BORN)),
        (who("", "QIU", "Shili", residence="US"), who("仇示例", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
        (who("", "XIE", "Shili", residence="US"), who("解示例", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
        (who("", "YUCHI", "Shili", residence="US"), who("尉遲示例", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
        (who("", "LYU", "Shili", residence="US"), who("吕示例", residence="US"), Likeness.POSSIBLE, (SPELLING, HOME)),
    ],
)  # fmt: skip
def test_persons_who_may_be_one(one: Keys, other: Keys, likeness: Likeness, reasons: tuple[str, ...]) -> None:
    there, back = compared(one, other), compared(other, one)

    assert there is not None
    assert (there.likeness, there.reasons) == (likeness, reasons)
    assert there == back


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (who(), who()),
        (who("陈样本"), who("陈样本")),
        (who("陈样本", residence="HK"), who("陈样本", residence="US")),
        (who("陈样本", email_index="m"), who("林示例", email_index="m")),
        (who("陈样本", phone_index="p", residence="US"), who("陈样板", phone_index="p", residence="US")),
        (who("", "CHAN", "Yeung Pun"), who("", "CHAN", "Yeung Pun")),
        (who("王伟", "WANG", "Wei", residence="CN"), who("汪玮", "WANG", "Wei", residence="CN")),
        (who("王伟", residence="CN"), who("汪玮", residence="CN")),
        (who("陈样本", "", "", 1960, residence="HK"), who("陈样本", "", "", 1990, residence="HK")),
        (who("林示例", "LAM", "Sze Lai", residence="US"), who("", "LIM", "Si Le", residence="US")),
        (who("", "", "", residence="US"), who("", "", "", residence="US")),
    ],
)  # fmt: skip
def test_nobody_is_proposed_wrongly(one: Keys, other: Keys) -> None:
    assert (compared(one, other), compared(other, one)) == (None, None)
