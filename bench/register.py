"""A made-up register of T tenants with 20 columns, and their quarterly figures; the same for the same T."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import xlsxwriter

from crm.domain.period import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADERS = (
    *(
        "企业编号",
        "企业名称",
        "统一社会信用代码",
        "孵化状态",
        "技术领域",
        "行业分类",
        "法定代表人",
        "联系人",
        "联系电话",
    ),
    *(
        "电子邮箱",
        "注册地址",
        "房间号",
        "租用面积（平方米）",
        "入驻时间",
        "成立时间",
        "注册资本（万元）",
        "创始人学历",
    ),
    *("是否高新技术企业", "从业人员", "备注"),
)
STAGES = ("评审", "入驻", "在孵", "加速", "毕业", "退出")
FIELDS = (
    *("电子信息", "先进制造", "航空航天", "现代交通", "生物医药与医疗器械", "新材料"),
    *("新能源与节能", "环境保护", "地球、空间与海洋", "核应用技术", "现代农业", "文化创意"),
)
INDICATORS = (
    *("total_income", "taxes_paid", "net_profit", "rd_expenditure", "employees", "college"),
    *("ip_applied", "ip_granted", "venture_investment", "exports"),
)
STOCKS = frozenset({"employees", "college"})
YEARS = (2024, 2025)
QUERIES = (
    "科",
    "智",
    "云",
    "星",
    "科技",
    "智能",
    "云海",
    "岚景",
    "智云",
    "星辰科",
    "有限公司",
    "生物医药",
    "不存在的",
)
INITIALS = ("k", "zn", "kj", "swyy", "xck", "yxgs", "qqqq")

_TOWNS = ["东湾", "西岭", "南浦", "北川", "新港", "临江", "上原", "平湖", "云台", "青屿", "白沙", "长汀"]
_MARKS = "智云星辰海天启华创鑫瑞恒博远达宏盛中联信安泰嘉禾明德睿思源力维新光讯拓普诺亚奥凯晟景岚蓝鲸麒麟玄武"
_TRADES = (
    *("科技", "信息技术", "智能装备", "生物医药", "新材料", "能源"),
    *("环保工程", "文化传媒", "电子", "数据服务", "网络", "机器人"),
)
_FORMS = ("有限公司", "有限公司", "股份有限公司", "有限责任公司")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
_ROADS = ["科创路", "学府街", "滨河路", "云岭路", "紫荆路", "长堤路"]
_INDUSTRIES = ("I65", "I64", "C39", "C35", "M73", "C27", "D44", "N77", "R86", "L72", "C40", "M75")
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FIRST_DAY = date(2015, 1, 1)
_NOTES = ("", "", "重点培育企业", "大学生创业项目", "已获天使轮融资，拟申报高新技术企业")


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of the register as a workbook has them."""

    rows: tuple[tuple[str | int | date, ...], ...]

    def write(self, path: Path) -> None:
        """Write it as .xlsx, as an office would: one sheet, bold header, dates as dates."""
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("企业名录")
        sheet.write_row(0, 0, HEADERS, book.add_format({"bold": True}))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(self.rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value)
        book.close()


def make_register(tenants: int) -> Register:
    """*tenants* rows; names and codes are unique, codes have right check characters."""
    chance = random.Random(42)
    names: set[str] = set()
    return Register(tuple(_row(chance, number, names) for number in range(1, tenants + 1)))


def _row(chance: random.Random, number: int, names: set[str]) -> tuple[str | int | date, ...]:
    field = chance.randrange(len(FIELDS))
    name = _new_name(chance, names)
    founded = _FIRST_DAY + timedelta(days=chance.randrange(3_000))
    return (
        f"QY{number:06d}",
        name,
        _code(chance),
        chance.choices(STAGES, (5, 10, 50, 10, 20, 5))[0],
        FIELDS[field],
        _INDUSTRIES[field],
        _person(chance),
        _person(chance),
        f"1{chance.randrange(3_000_000_000, 9_999_999_999)}",
        f"contact{number}@example.cn",
        f"{name[:2]}市高新区{chance.choice(_ROADS)}{chance.randrange(1, 999)}号",
        f"{chance.choice('ABCDE')}座{chance.randrange(1, 30)}{chance.randrange(1, 40):02d}室",
        chance.randrange(20, 2_000),
        founded + timedelta(days=chance.randrange(30, 600)),
        founded,
        chance.randrange(10, 5_000),
        chance.choice(("本科", "硕士", "博士", "大专")),
        chance.choice(("是", "否")),
        chance.randrange(2, 200),
        chance.choice(_NOTES),
    )


def _new_name(chance: random.Random, names: set[str]) -> str:
    while True:
        marks = "".join(chance.choice(_MARKS) for _ in range(chance.choice((2, 3, 3))))
        name = chance.choice(_TOWNS) + marks + chance.choice(_TRADES) + chance.choice(_FORMS)
        if name not in names:
            names.add(name)
            return name


def _person(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2))))


def _code(chance: random.Random) -> str:
    """A code of GB 32100-2015: kind, place, body and the check character over them."""
    body = f"91{chance.randrange(140_000, 150_000)}" + "".join(chance.choices(_CODE_SIGNS, k=9))
    total = sum(weight * _CODE_SIGNS.index(sign) for weight, sign in zip(_CODE_WEIGHTS, body, strict=True))
    return body + _CODE_SIGNS[-total % 31]


def quarters() -> tuple[Period, ...]:
    """The quarters that have figures, in order."""
    return tuple(part for year in YEARS for part in Period(PeriodKind.YEAR, year).parts(PeriodKind.QUARTER))


def observations(tenants: int) -> Iterator[tuple[int, str, int, int]]:
    """Figures as ``(period key, indicator, tenant id, value)`` in the order of the table's key."""
    chance = random.Random(43)
    sizes = [chance.lognormvariate(18, 1.3) for _ in range(tenants)]
    for period in quarters():
        for indicator in sorted(INDICATORS):
            few = indicator in STOCKS or indicator.startswith("ip_")
            for tenant, size in enumerate(sizes, start=1):
                value = chance.randrange(1, 200) if few else int(size * chance.uniform(0.01, 1.2))
                yield period.key, indicator, tenant, value
