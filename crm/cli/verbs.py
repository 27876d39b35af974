"""What can be said on the command line: verbs, their arguments and options; what they mean is in ``resources/cli``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from crm.domain.errors import CrmError
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language

Reader: TypeAlias = Callable[[str], Any]
"""Turns what was typed into a value; raises CrmError where it does not say one."""


class UsageError(CrmError):
    """The command line was not understood: exit status 2."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that stands by its place: ``FILE`` in ``crm backup FILE``."""

    name: str
    read: Reader = str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """``--flag VALUE``, or a switch where ``value`` is empty; ``many`` may be said several times."""

    flag: str
    value: str = ""
    read: Reader = str
    required: bool = False
    many: bool = False

    @property
    def name(self) -> str:
        """The key of what was given: ``dry_run`` for ``--dry-run``."""
        return self.flag.removeprefix("--").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Verb:
    """One command; ``module`` of this package has its ``answer``. ``creates``: it may begin a database."""

    name: str
    module: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    creates: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What was said: the verb (None: the window) and the values by name; what was not given is None, a switch False."""

    verb: Verb | None
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - each option has the type its reader gives
        """The value called *name*."""
        return self.values[name]


def read_day(text: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError("cli-day-unknown", text=text) from None


def read_language(text: str) -> Language:
    """``zh`` or ``en``."""
    try:
        return Language(text.strip().lower())
    except ValueError:
        raise UsageError("cli-language-unknown", text=text) from None


def read_kind(text: str) -> str:
    """``tenants`` or ``figures``: what an import brings."""
    if text not in {"tenants", "figures"}:
        raise UsageError("cli-kind-unknown", text=text)
    return text


def read_rhythm(text: str) -> PeriodKind:
    """The kind of period a form is for."""
    try:
        return PeriodKind(text.strip().lower())
    except ValueError:
        raise UsageError("cli-rhythm-unknown", text=text) from None


def read_people(text: str) -> str:
    """``staff`` or ``mentors``: whom a list has."""
    if text not in {"staff", "mentors"}:
        raise UsageError("cli-people-unknown", text=text)
    return text


def read_pair(text: str) -> tuple[str, str]:
    """``COLUMN=FIELD``; the right side may be empty."""
    left, sign, right = text.partition("=")
    if not sign or not left.strip():
        raise UsageError("cli-pair-form", text=text)
    return left.strip(), right.strip()


def read_record(text: str) -> tuple[str, int]:
    """``KIND:NUMBER``, as the records that ``crm explain`` lists are called."""
    kind, sign, number = text.partition(":")
    if not sign or not kind.strip():
        raise UsageError("cli-record-form", text=text)
    return kind.strip(), read_number(number.strip())


def read_cell(text: str) -> tuple[str, str]:
    """Sheet and address of ``SHEET!A1``; the sheet may stand in single quotes."""
    sheet, sign, address = text.rpartition("!")
    sheet = sheet.strip().removeprefix("'").removesuffix("'").replace("''", "'")
    address = address.strip().replace("$", "").upper()
    if not sign or not sheet or not address:
        raise UsageError("cli-cell-form", text=text)
    return sheet, address


_DIGITS = 18
"""No number of ours is longer: the database could not hold it."""


def read_number(text: str) -> int:
    """A whole number from 1."""
    if not text.isascii() or not text.isdigit() or int(text[:_DIGITS]) < 1 or len(text) > _DIGITS:
        raise UsageError("cli-number-unknown", text=text)
    return int(text)


_PERIOD = Option("--period", "P", Period.parse)
_PERIOD_NEEDED = Option("--period", "P", Period.parse, required=True)

_FORM_OPTIONS = (
    Option("--code", "CODE"),
    Option("--year", "YYYY", read_number),
    Option("--name", "TEXT"),
    Option("--authority", "TEXT"),
    Option("--rhythm", "month|quarter|half|year", read_rhythm),
)

GLOBAL_OPTIONS = (
    Option("--database", "PATH|URL"),
    Option("--today", "YYYY-MM-DD", read_day),
    Option("--lang", "zh|en", read_language),
    Option("--json"),
    Option("--help"),
)

VERBS = {
    verb.name: verb
    for verb in (
        Verb("demo", "demo", options=(Option("--no-window"),), creates=True),
        Verb(
            "import",
            "imports",
            (Argument("FILE"),),
            (
                Option("--sheet", "S"),
                Option("--kind", "tenants|figures", read_kind),
                _PERIOD,
                Option("--key", "FIELD"),
                Option("--map", "COLUMN=FIELD", read_pair, many=True),
                Option("--unit", "COLUMN=UNIT", read_pair, many=True),
                Option("--reason", "TEXT"),
                Option("--dry-run"),
            ),
            creates=True,
        ),
        Verb(
            "measure",
            "measures",
            (Argument("INDICATOR"),),
            (
                _PERIOD_NEEDED,
                Option("--by", "FIELD"),
                Option("--where", "FIELD=VALUE", read_pair, many=True),
                Option("--as-of", "DATE", read_day),
            ),
        ),
        Verb(
            "operator",
            "operator_figures",
            options=(
                _PERIOD_NEEDED,
                Option("--set", "INDICATOR=VALUE", read_pair, many=True),
                Option("--from", "FILE"),
                Option("--reason", "TEXT"),
            ),
        ),
        Verb(
            "people",
            "people",
            (Argument("FILE", required=False),),
            (Option("--kind", "staff|mentors", read_people, required=True),),
        ),
        Verb("events", "events", options=(Option("--year", "YYYY", read_number),)),
        Verb("events import", "events", (Argument("FILE"),), (Option("--dry-run"),), creates=True),
        Verb("records", "records", (Argument("KIND"),)),
        Verb(
            "record change",
            "records",
            (Argument("RECORD", read_record),),
            (Option("--set", "FIELD=VALUE", read_pair, required=True, many=True),),
        ),
        Verb("record remove", "records", (Argument("RECORD", read_record),)),
        Verb("forms", "forms"),
        Verb(
            "form bind",
            "form_binding",
            (Argument("TEMPLATE"),),
            (
                Option("--out", "FOLDER"),
                Option("--bind", '"SHEET!A1"=INDICATOR', read_pair, many=True),
                *_FORM_OPTIONS,
            ),
        ),
        Verb(
            "form align",
            "form_aligning",
            (Argument("OLD"), Argument("NEW")),
            (
                Option("--out", "FOLDER"),
                Option("--bind", '"SHEET!A1"=INDICATOR', read_pair, many=True),
                Option("--year", "YYYY", read_number),
            ),
        ),
        Verb(
            "form pack",
            "form_packing",
            (Argument("FORM"),),
            (Option("--out", "FILE.crmform", required=True), Option("--year", "YYYY", read_number)),
        ),
        Verb("form unpack", "form_packing", (Argument("FILE"),), (Option("--replace"),)),
        Verb("form install", "form_packing", (Argument("FILE"),), (Option("--replace"),)),
        Verb(
            "file",
            "filing",
            (Argument("FORM"),),
            (
                _PERIOD_NEEDED,
                Option("--out", "FILE.xlsx|xls", required=True),
                Option("--by", "NAME"),
                Option("--check", "NAME"),
                Option("--approve", "NAME"),
                Option("--on-paper"),
                Option("--return", "NAME"),
                Option("--freeze"),
                Option("--install"),
                Option("--reason", "TEXT"),
                Option("--version", "N", read_number),
            ),
        ),
        Verb(
            "explain",
            "explanation",
            (Argument("FORM"),),
            (
                _PERIOD_NEEDED,
                Option("--cell", '"SHEET!A1"', read_cell, required=True),
                Option("--out", "FILE.xlsx"),
            ),
        ),
        Verb(
            "changes",
            "changes",
            (Argument("FORM"),),
            (
                _PERIOD_NEEDED,
                Option("--above", "PERCENT", read_number),
                Option("--set", "INDICATOR=TEXT", read_pair, many=True),
                Option("--keep-drafts"),
                Option("--out", "FILE.docx|xlsx|txt"),
            ),
        ),
        Verb("check", "checks", options=(_PERIOD_NEEDED, Option("--all"))),
        Verb(
            "brief",
            "brief",
            options=(
                _PERIOD_NEEDED,
                Option("--as-of", "DATE", read_day),
                Option("--case", "KIND=TENANT", read_pair, many=True),
                Option("--out", "FILE.docx|xlsx"),
            ),
        ),
        Verb(
            "rehearse",
            "rehearsal",
            (Argument("RULESET", required=False),),
            (_PERIOD_NEEDED, Option("--as-of", "DATE", read_day)),
        ),
        Verb("filings", "filings", (Argument("FILING", read_number, required=False),)),
        Verb(
            "attach",
            "evidence",
            (Argument("FILE"),),
            (
                Option("--to", "KIND:NUMBER", read_record, required=True),
                Option("--proof", "CODE"),
                _PERIOD,
                Option("--note", "TEXT"),
            ),
        ),
        Verb("evidence", "evidence", (Argument("FILING"),), (_PERIOD, Option("--out", "FILE.zip"))),
        Verb("watch", "watching"),
        Verb(
            "carry",
            "watching",
            (Argument("FILING", read_number),),
            (
                Option("--cell", '"SHEET!A1"', read_cell, many=True),
                Option("--reason", "TEXT", required=True),
            ),
        ),
        Verb(
            "scan",
            "scanning",
            (Argument("FILING", read_number), Argument("FILE", required=False)),
            (Option("--reason", "TEXT"), Option("--out", "FILE")),
        ),
        Verb("diff", "differences", (Argument("FILING", read_number), Argument("OTHER", read_number))),
        Verb("history", "history"),
        Verb(
            "undo",
            "undoing",
            (Argument("OPERATION", read_number, required=False),),
            (Option("--reason", "TEXT"),),
        ),
        Verb("backup", "keeping", (Argument("FILE"),)),
        Verb("restore", "keeping", (Argument("FILE"),), creates=True),
        Verb("self-test", "self_test"),
    )
}
