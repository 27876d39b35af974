"""Rules in words: each indicator, limit, field, code list and form as a line of one list, and what is told about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from crm.domain.fields import FieldKind
from crm.domain.indicators import Nature
from crm.domain.text import name_key
from crm.domain.wording import counted, with_unit
from crm.ui.labels import amount

if TYPE_CHECKING:
    from crm.domain.fields import Field
    from crm.domain.indicators import Indicator
    from crm.domain.rules import Rule
    from crm.domain.vocabulary import Vocabulary
    from crm.ui.context import Context

_TERMS_TOLD = 40


class RuleLine(NamedTuple):
    """One rule as the list shows it, and what is told about it below the list."""

    code: str
    name: str
    kind: str
    origin: str
    verified: bool | None
    """None where nobody has laid it down but this program."""
    facts: tuple[tuple[str, str], ...]

    @property
    def sought(self) -> str:
        """What a search looks in."""
        told = " ".join(text for _, text in self.facts)
        return name_key(f"{self.code} {self.name} {self.kind} {self.origin} {told}")


def list_rules(context: Context) -> dict[str, tuple[RuleLine, ...]]:
    """All rules by kind, in the language of the window."""
    library = context.library
    return {
        "indicators": tuple(_indicator(context, one) for one in library.indicators),
        "limits": list_limits(context),
        "fields": tuple(_field(context, one) for one in library.fields.values()),
        "codes": tuple(_code_list(context, one) for one in library.vocabulary.values()),
        "forms": _forms(context),
        "rulesets": list_rule_sets(context),
    }


def _captions() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "code": translate("Rules", "Code"),
        "definition": translate("Rules", "Definition"),
        "unit": translate("Rules", "Unit"),
        "item": translate("Rules", "Form item"),
        "source": translate("Rules", "Source"),
        "limit": translate("Rules", "Limit"),
        "codes": translate("Rules", "Codes"),
        "authority": translate("Rules", "Authority"),
        "year": translate("Rules", "Layout of the year"),
        "checks": translate("Rules", "Checks"),
    }


def _indicator(context: Context, one: Indicator) -> RuleLine:
    language, words = context.language, _captions()
    translate = QCoreApplication.translate
    reported = translate("Rules", "Reported") if one.is_reported else translate("Rules", "Counted")
    nature = translate("Rules", "flow") if one.nature is Nature.FLOW else translate("Rules", "stock")
    origin = one.origin.in_language(language)
    return RuleLine(
        one.code,
        one.name.in_language(language),
        translate("Rules", "{how}, {nature}").format(how=reported, nature=nature),
        origin,
        one.verified,
        (
            (words["definition"], one.definition.in_language(language)),
            (words["unit"], context.labels.unit(one.unit)),
            (words["item"], one.form_item),
            (words["source"], origin),
        ),
    )


def list_limits(context: Context) -> tuple[RuleLine, ...]:
    """The limits, with what the user has changed in them."""
    return tuple(_limit(context, one) for one in context.library.rules)


def _limit(context: Context, one: Rule) -> RuleLine:
    translate, words = QCoreApplication.translate, _captions()
    unit = context.labels.unit(one.unit)
    limit = with_unit(amount(one.limit, one.unit), unit)
    origin = one.origin.in_language(context.language)
    edited, shown = "", limit
    if one.edit is not None:
        shipped = with_unit(amount(one.edit.shipped, one.unit), unit)
        was = translate("Rules", "originally {shipped}").format(shipped=shipped)
        shown = translate("Rules", "{limit} (changed)").format(limit=limit)
        day = "" if one.edit.on is None else one.edit.on.isoformat()
        edited = "  ".join(part for part in (was, one.edit.by, day) if part)
    facts = (
        (words["limit"], limit),
        (translate("Rules", "Changed here"), edited),
        (words["source"], origin),
    )
    return RuleLine(one.code, one.name.in_language(context.language), shown, origin, one.verified, facts)


def _field(context: Context, one: Field) -> RuleLine:
    translate = QCoreApplication.translate
    words = _captions()
    kind = _kinds()[one.kind]
    unit = "" if one.unit is None else context.labels.unit(one.unit)
    personal = translate("Rules", "Personal data: hidden in exports by default") if one.personal else ""
    facts = ((words["code"], one.code), (words["unit"], unit), (translate("Rules", "Note"), personal))
    return RuleLine(one.code, one.label.in_language(context.language), kind, personal, None, facts)


def _code_list(context: Context, one: Vocabulary) -> RuleLine:
    words = _captions()
    terms = list(one)
    told = [f"{term.code} {term.words.in_language(context.language)}" for term in terms[:_TERMS_TOLD]]
    more = ["…"] if len(terms) > _TERMS_TOLD else []
    kind = counted(QCoreApplication.translate("Rules", "{count} {count|code|codes}"), count=len(terms))
    name = context.labels.join(term.words.in_language(context.language) for term in terms[:3])
    origin = one.origin.in_language(context.language)
    facts = ((words["codes"], "; ".join(told + more)), (words["source"], origin))
    return RuleLine(one.name, f"{name} …", kind, origin, one.verified, facts)


def _forms(context: Context) -> tuple[RuleLine, ...]:
    from crm.services.filings import list_forms

    language, words = context.language, _captions()
    translate = QCoreApplication.translate
    own, official = translate("Rules", "Generic layout"), translate("Rules", "The authority's form")
    lines = []
    for one in list_forms(context.library):
        origin = one.origin.in_language(language)
        facts = (
            (words["authority"], one.authority.in_language(language)),
            (words["year"], str(one.year)),
            (words["checks"], str(len(one.checks))),
            (words["source"], origin),
        )
        name, kind = one.name.in_language(language), own if one.own_layout else official
        lines.append(RuleLine(f"{one.code} {one.year}", name, kind, origin, one.verified, facts))
    return tuple(lines)


def list_rule_sets(context: Context) -> tuple[RuleLine, ...]:
    """The rule sets, the user's own laid over them."""
    from crm.services.judgements import Subject
    from crm.services.rule_sets import read_rule_book

    language, words = context.language, _captions()
    translate = QCoreApplication.translate
    kinds = {
        Subject.INCUBATOR: translate("Rules", "Of the incubator"),
        Subject.TENANT: translate("Rules", "Of each tenant"),
        Subject.SIZE: translate("Rules", "Sizes of tenants"),
    }
    lines = []
    for one in read_rule_book(context.library).rule_sets:
        held = (
            translate("Rules", "from {since} until {until}")
            if one.until
            else translate("Rules", "from {since}")
        )
        unread = sum(not criterion.verified for criterion in one.criteria)
        changed = [criterion for criterion in one.criteria if criterion.edit is not None]
        numbers = translate(
            "Rules", "{count} {count|criterion|criteria}, {unread} to be checked, {changed} changed here"
        )
        document = one.document.in_language(language)
        facts = (
            (translate("Rules", "Document"), document),
            (translate("Rules", "In force"), held.format(since=one.since, until=one.until)),
            (
                translate("Rules", "Criteria"),
                counted(numbers, count=len(one.criteria), unread=unread, changed=len(changed)),
            ),
            (translate("Rules", "Note"), "" if one.note is None else one.note.in_language(language)),
            (words["source"], one.source.address),
        )
        name = one.name.in_language(language)
        code = f"{one.code}@{one.edition}"
        verified = not unread and one.dates_verified and all(found.verified for found in one.industries)
        lines.append(RuleLine(code, name, kinds[one.subject], document, verified, facts))
    return tuple(lines)


def _kinds() -> dict[FieldKind, str]:
    translate = QCoreApplication.translate
    return {
        FieldKind.TEXT: translate("Rules", "Text"),
        FieldKind.NAME: translate("Rules", "Name"),
        FieldKind.DATE: translate("Rules", "Date"),
        FieldKind.MONEY: translate("Rules", "Money"),
        FieldKind.AREA: translate("Rules", "Area"),
        FieldKind.COUNT: translate("Rules", "Number"),
        FieldKind.YES_NO: translate("Rules", "Yes or no"),
        FieldKind.CHOICE: translate("Rules", "Choice from a code list"),
        FieldKind.CODE: translate("Rules", "Number or code"),
        FieldKind.USCC: translate("Rules", "Unified social credit code"),
        FieldKind.PHONE: translate("Rules", "Telephone"),
        FieldKind.STAGE: translate("Rules", "Stage"),
        FieldKind.INDUSTRY: translate("Rules", "Industry"),
        FieldKind.EMAIL: translate("Rules", "E-mail"),
    }
