"""The invented guests and staff of the sample; anybody who is called so is called so by chance."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Delegation:
    """A delegation and where its members fly or drive from."""

    code: str
    zh: str
    en: str
    origin: str
    phones: str = "+1212555"
    """The beginning of its members' numbers, in a block reserved for fiction."""
    first_phone: int = 100
    digits: int = 4


@dataclass(frozen=True)
class Somebody:
    """A guest as the sample invents them; `kinship` makes a companion of the last one without."""

    delegation: str
    name_zh: str
    surname: str
    given: str
    sex: str
    residence: str
    nationality: str
    code: str
    title: str = ""
    kinship: str = ""
    waits: bool = False
    language: str = "zh-Hans"


@dataclass(frozen=True)
class Helper:
    """Somebody with a badge who is no guest."""

    code: str
    name_zh: str
    surname: str
    given: str
    sex: str
    post: str


DELEGATIONS = (
    Delegation("D01", "北美代表团", "North America", "洛杉矶"),
    Delegation("D02", "欧洲代表团", "Europe", "米兰", "+447700900", 0, 3),
    Delegation("D03", "东南亚代表团", "Southeast Asia", "吉隆坡"),
    Delegation("D04", "大洋洲代表团", "Oceania", "悉尼"),
    Delegation("D05", "港澳代表团", "Hong Kong and Macao", "香港"),
    Delegation("D06", "台湾代表团", "Taiwan", "台北"),
    Delegation("D07", "侨商会代表团", "Chamber of Returned Overseas Chinese", "上海", "+8619900000", 0, 3),
)

_HANT, _EN = "zh-Hant", "en"

GUESTS = (
    Somebody("D01", "林示例", "LIN", "Shili", "M", "US", "CN", "V", "美国示例同乡会会长"),
    Somebody("D01", "黄样品", "HUANG", "Yangpin", "F", "US", "US", "V", kinship="配偶"),
    Somebody("D01", "林小例", "LIN", "Xiaoli", "F", "US", "US", "V", kinship="女"),
    Somebody("D01", "吴龘", "WU", "Da", "M", "US", "US", "G", "美国范例科技公司总裁"),
    Somebody("D01", "欧阳演示", "OUYANG", "Yanshi", "M", "CA", "CA", "G", "加拿大示例商会副会长"),
    Somebody("D01", "周试用", "ZHOU", "Shiyong", "F", "CA", "CN", "D", "加拿大样本中文学校校长"),
    Somebody("D01", "", "Sample", "Grace", "F", "US", "US", "D", "Example Museum, curator", language=_EN),
    Somebody("D01", "赵模拟", "ZHAO", "Moni", "M", "US", "US", "D", "美国练习律师事务所合伙人", waits=True),
    Somebody("D02", "陈㛃", "CHEN", "Jie", "F", "IT", "CN", "V", "意大利示例华侨华人总会会长"),
    Somebody("D02", "徐范例", "XU", "Fanli", "M", "IT", "CN", "V", kinship="配偶"),
    Somebody("D02", "徐一测", "XU", "Yice", "M", "IT", "IT", "V", kinship="子"),
    Somebody("D02", "徐二测", "XU", "Erce", "F", "IT", "IT", "V", kinship="女"),
    Somebody("D02", "夏仿真", "XIA", "Fangzhen", "M", "ES", "ES", "G", "西班牙样本贸易公司董事长"),
    Somebody("D02", "叶例证", "YE", "Lizheng", "F", "HU", "CN", "D", "匈牙利示例青年会会长"),
    Somebody(
        "D02", "曾参考", "ZENG", "Cankao", "M", "GB", "GB", "D", "Example University, professor", language=_EN
    ),
    Somebody(
        "D02", "", "Muster", "Anna", "F", "DE", "DE", "D", "Muster GmbH, managing director", language=_EN
    ),
    Somebody("D02", "解预演", "XIE", "Yuyan", "M", "FR", "FR", "D", "法国示例餐饮协会秘书长", waits=True),
    Somebody("D03", "陳樣板", "TAN", "Yeow Pan", "M", "MY", "MY", "V", "马来西亚示例会馆主席"),
    Somebody("D03", "王試", "ONG", "Chi", "F", "MY", "MY", "V", kinship="配偶"),
    Somebody(
        "D03", "", "binti Contoh", "Siti", "F", "MY", "MY", "G", "Contoh Holdings, director", language=_EN
    ),
    Somebody("D03", "刘䶮", "LOW", "Yen", "M", "SG", "SG", "G", "新加坡示例总商会董事"),
    Somebody("D03", "", "Suksamran", "Anan", "M", "TH", "TH", "G", "สมาคมตัวอย่าง, president", language=_EN),
    Somebody("D03", "", "Suksamran", "Malee", "F", "TH", "TH", "G", kinship="配偶", language=_EN),
    Somebody("D03", "", "Santos", "Maria", "F", "PH", "PH", "D", "Example Foundation, trustee", language=_EN),
    Somebody("D03", "", "Percobaan", "Budi", "M", "ID", "ID", "D", "PT Contoh, founder", language=_EN),
    Somebody("D03", "李测绘", "LEE", "Chek Hooi", "F", "MY", "MY", "D", "马来西亚样本校友会理事", waits=True),
    Somebody("D04", "何样例", "HE", "Yangli", "F", "AU", "AU", "V", "澳大利亚示例妇女会会长"),
    Somebody("D04", "罗真例", "LUO", "Zhenli", "M", "AU", "CN", "V", kinship="配偶"),
    Somebody("D04", "司徒假设", "SEETO", "Kar Chit", "M", "AU", "AU", "G", "澳大利亚演示建筑公司总经理"),
    Somebody("D04", "", "Example", "Peter", "M", "NZ", "NZ", "D", "Example Orchards, owner", language=_EN),
    Somebody("D04", "郑练习", "ZHENG", "Lianxi", "F", "NZ", "CN", "D", "新西兰示例学生学者联谊会顾问"),
    Somebody("D04", "𠮷示例", "YOSHI", "Shirei", "M", "JP", "JP", "D", "示例料理株式会社社长"),
    Somebody(
        "D05", "陳樣本", "CHAN", "Yeung Pun", "M", "HK", "CN", "V", "香港示例同鄉總會會長", language=_HANT
    ),
    Somebody("D05", "黃範本", "WONG", "Fan Pun", "F", "HK", "CN", "V", kinship="配偶", language=_HANT),
    Somebody("D05", "區演練", "AU", "Yin Lin", "M", "HK", "CN", "G", "香港樣本工程公司主席", language=_HANT),
    Somebody(
        "D05", "馮試驗", "FUNG", "Sze Yim", "F", "HK", "CN", "G", "香港示例青年會副主席", language=_HANT
    ),
    Somebody("D05", "何假定", "HO", "Ka Ting", "M", "MO", "CN", "G", "澳門示例聯誼會理事長", language=_HANT),
    Somebody("D05", "梁模擬", "LEONG", "Mou I", "F", "MO", "CN", "D", "澳門樣本旅行社總經理", language=_HANT),
    Somebody(
        "D05",
        "蕭擬定",
        "SIU",
        "Ngai Ting",
        "M",
        "HK",
        "CN",
        "D",
        "香港練習會計師行合夥人",
        language=_HANT,
        waits=True,
    ),
    Somebody(
        "D06", "張範例", "CHANG", "Fan-Li", "M", "TW", "CN", "V", "台灣示例同鄉會理事長", language=_HANT
    ),
    Somebody("D06", "蔡樣品", "TSAI", "Yang-Pin", "F", "TW", "CN", "V", kinship="配偶", language=_HANT),
    Somebody("D06", "許示範", "HSU", "Shih-Fan", "F", "TW", "CN", "G", "樣本茶業公司負責人", language=_HANT),
    Somebody("D06", "謝測試", "HSIEH", "Tse-Shih", "M", "TW", "CN", "D", "示例基金會執行長", language=_HANT),
    Somebody("D07", "孙占位", "SUN", "Zhanwei", "M", "CN", "CN", "G", "示例市侨商会会长"),
    Somebody("D07", "马稿本", "MA", "Gaoben", "F", "CN", "CN", "G", "样本新材料公司董事长"),
    Somebody("D07", "胡拟题", "HU", "Niti", "M", "CN", "CN", "D", "范例农业公司总经理"),
    Somebody("D07", "高本例", "GAO", "Benli", "F", "CN", "CN", "D", "演示医药公司副总裁"),
    Somebody("D07", "沙盘", "SHA", "Pan", "M", "CN", "CN", "D", "归侨代表"),
)

HELPERS = (
    Helper("S", "郭参照", "GUO", "Canzhao", "M", "示例县侨联 联络组"),
    Helper("S", "方示意", "FANG", "Shiyi", "F", "示例县侨联 接待组"),
    Helper("S", "姚样张", "YAO", "Yangzhang", "M", "县委宣传部 宣传组"),
    Helper("Z", "尹试行", "YIN", "Shixing", "F", "示例职业学院 志愿者"),
    Helper("Z", "彭小样", "PENG", "Xiaoyang", "M", "示例职业学院 志愿者"),
    Helper("Z", "冯拟稿", "FENG", "Nigao", "F", "爱侨志愿服务队 志愿者"),
    Helper("M", "邓打样", "DENG", "Dayang", "F", "示例融媒体中心 记者"),
    Helper("M", "郑样刊", "ZHENG", "Yangkan", "M", "样本电视台 摄像"),
    Helper("C", "李演习", "LI", "Yanxi", "M", "示例客运公司 1号车"),
    Helper("C", "温试车", "WEN", "Shiche", "M", "示例客运公司 2号车"),
    Helper("A", "戴样例", "DAI", "Yangli", "F", "县人民医院 随车医护"),
    Helper("A", "杨备份", "YANG", "Beifen", "M", "县公安局 安保"),
)
