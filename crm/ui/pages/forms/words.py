"""How the places of a blank are told: what fills them, how far they are, why somebody has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.finding import Finding, Severity
from crm.domain.period import PeriodKind
from crm.services.form_alignment import Change
from crm.services.form_binding import ORDINAL, PLACEHOLDERS, QUARTER, CheckKind, Means, chosen_of
from crm.ui.models.sheet import Note
from crm.ui.pages.forms.book import Sign
from crm.ui.widgets.picker import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.services.form_alignment import Pair
    from crm.services.form_binding import Proposal, Rows, Slot
    from crm.ui.context import Context

TEXT = "text="
OWN_TEXT = "own-text"
"""The offer to write something of one's own."""
SIGNATURES = ("responsible", "reviewer", "preparer")
LOOKS: Mapping[Sign, tuple[str, str, str]] = {
    Sign.SURE: ("check", "ok", "ok_soft"),
    Sign.TOLD: ("edit", "accent", "accent_soft"),
    Sign.UNCLEAR: ("warning", "warn", "warn_soft"),
    Sign.UNKNOWN: ("help", "danger", "danger_soft"),
    Sign.EMPTY: ("minus", "text2", "mute_soft"),
}
"""Drawing, tone and ground of each sign."""


class FormTexts:
    """The words of the binder in the window's language."""

    def __init__(self, context: Context) -> None:
        self._context = context
        translate = QCoreApplication.translate
        self.signs = {
            Sign.SURE: translate("FormTexts", "Bound"),
            Sign.TOLD: translate("FormTexts", "Set by you"),
            Sign.UNCLEAR: translate("FormTexts", "To confirm"),
            Sign.UNKNOWN: translate("FormTexts", "Unknown"),
            Sign.EMPTY: translate("FormTexts", "Left empty"),
        }
        self.changes = {
            Change.MOVED: translate("FormTexts", "Moved"),
            Change.RENAMED: translate("FormTexts", "Renamed"),
            Change.RECODED: translate("FormTexts", "Code changed"),
            Change.UNIT: translate("FormTexts", "Unit changed"),
        }
        self.kinds = {
            CheckKind.TOTAL: translate("FormTexts", "A total and its parts"),
            CheckKind.PART: translate("FormTexts", "A part and its whole"),
            CheckKind.FORMULA: translate("FormTexts", "A formula in the form"),
            CheckKind.COMPULSORY: translate("FormTexts", "Required by the form"),
            CheckKind.RELATION: translate("FormTexts", "Known relation"),
            CheckKind.CARRIED: translate("FormTexts", "Carried over"),
            CheckKind.OWN: translate("FormTexts", "Custom check"),
        }
        self.rhythms = {
            PeriodKind.MONTH: translate("FormTexts", "Monthly"),
            PeriodKind.QUARTER: translate("FormTexts", "Quarterly"),
            PeriodKind.HALF: translate("FormTexts", "Half-yearly"),
            PeriodKind.YEAR: translate("FormTexts", "Annual"),
        }
        self.periods = {
            "quarter": translate("FormTexts", "Quarters of the year"),
            "month": translate("FormTexts", "Months of the year"),
        }
        self.quarter = translate("FormTexts", "Quarter {number}")
        self.month = translate("FormTexts", "Month {number}")
        self.texts = {
            "address": translate("FormTexts", "Address"),
            "filled_on": translate("FormTexts", "Date prepared"),
            "opened_on": translate("FormTexts", "Opened on"),
            "period": translate("FormTexts", "Reporting period"),
            "period_end": translate("FormTexts", "Last day of the period"),
            "phone": translate("FormTexts", "Telephone"),
            "preparer": translate("FormTexts", "Prepared by"),
            "reporting_unit": translate("FormTexts", "Reporting unit"),
            "responsible": translate("FormTexts", "Responsible person"),
            "reviewer": translate("FormTexts", "Reviewed by"),
            "site": translate("FormTexts", "Incubator"),
            "unit": translate("FormTexts", "Unit of money"),
        }

    def label(self, slot: Slot) -> str:
        """The words of the form about a place, with those it is a part of."""
        parts = [slot.among, slot.group if slot.is_column else "", slot.above, slot.label]
        return " / ".join(dict.fromkeys(filter(None, parts))) or slot.address

    def target(self, one: Proposal) -> str:
        """What fills a place: an indicator with its basis and unit, a field, a text; a dash for nothing."""
        if one.means is Means.FIGURE:
            parts = [self.name(one.code), *(self.group(grouping, codes) for grouping, codes in one.within)]
            if one.basis != "period" or not (one.slot.is_column or one.within):
                parts.append(self._context.labels.basis(one.basis))
            if one.unit is not None:
                parts.append(self._context.labels.unit(one.unit))
            return " · ".join(parts)
        if one.means is Means.FIELD:
            return self.field(one.code, one.records)
        if one.means is Means.ORDINAL:
            return QCoreApplication.translate("FormTexts", "Row numbers")
        return self.text(one.text) if one.means is Means.TEXT else "—"

    def name(self, code: str) -> str:
        """What an indicator or field is called."""
        library, language = self._context.library, self._context.language
        known = library.indicators.by_code.get(code)
        if known is not None:
            return known.name.in_language(language)
        field = library.fields.get(code)
        return code if field is None else field.label.in_language(language)

    def field(self, code: str, records: str) -> str:
        """What a field is called, of enterprises or of a kind of record."""
        kind = self._context.library.form_words.lists.by_code.get(records)
        if kind is None or code not in kind.fields:
            return self.name(code)
        return kind.fields[code].label.in_language(self._context.language)

    @property
    def lists(self) -> tuple[str, ...]:
        """The kinds of records that a register may list."""
        return tuple(self._context.library.form_words.lists.by_code)

    def record_kind(self, code: str) -> str:
        """What a kind of record is called."""
        return self._context.library.form_words.lists.by_code[code].name.in_language(self._context.language)

    def choices_of(self, rows: Rows) -> list[tuple[str, str]]:
        """Which records of its kind a register may list; as last year's form says it where it is none of them."""
        kind = self._context.library.form_words.lists.by_code[rows.records]
        own = [("", QCoreApplication.translate("FormTexts", "As in last year's form"))] if rows.own else []
        language = self._context.language
        return [*own, *((one.code, one.name.in_language(language)) for one in kind.chosen.values())]

    def are_of_tenants(self, rows: Rows) -> bool:
        """Whether the rows of a register are of enterprises, whose population narrows them."""
        kind = self._context.library.form_words.lists.by_code.get(rows.records)
        return kind is None or kind.of_tenants

    def rows(self, rows: Rows) -> str:
        """What a register lists, in short."""
        if not rows.records:
            return self._context.labels.population(rows.population)
        return dict(self.choices_of(rows))[rows.which]

    def grouping(self, code: str) -> str:
        """What a grouping is called."""
        if code in self.periods:
            return self.periods[code]
        known = self._context.library.form_words.groupings.by_code.get(code)
        return code if known is None else known.name.in_language(self._context.language)

    def codes(self, grouping: str) -> tuple[str, ...]:
        """Every code of a grouping."""
        library = self._context.library
        return tuple(library.form_words.groupings.terms(grouping, library.vocabulary))

    def group(self, grouping: str, codes: Sequence[str]) -> str:
        """What a group is called: a part of the year, a value of a list, or what the other rows leave."""
        if grouping in self.periods:
            pattern = self.quarter if grouping == QUARTER else self.month
            return pattern.format(number=codes[0])
        if "" in codes and len(codes) > 1:
            return QCoreApplication.translate("FormTexts", "All other groups")
        known = self._context.library.form_words.groupings.by_code[grouping]
        terms = self._context.library.vocabulary[known.listed]
        unnamed = QCoreApplication.translate("FormTexts", "Not recorded")
        comma = QCoreApplication.translate("FormTexts", ", ")
        return comma.join(
            terms.words(code).in_language(self._context.language) if code else unnamed for code in codes
        )

    def text(self, text: str) -> str:
        """A text with its placeholders named: ``{preparer}`` is "Filled in by"."""
        quoted = self._context.labels.quoted
        for code, name in self.texts.items():
            text = text.replace(f"{{{code}}}", quoted(name) if text != f"{{{code}}}" else name)
        return text

    def why(self, one: Proposal) -> tuple[str, str]:
        """Why a place has to be decided, and what to do."""
        told = [self._context.word_finding(Finding(code, Severity.WARNING)) for code in one.doubts]
        stop = QCoreApplication.translate("FormTexts", "; ")
        return stop.join(each.text for each in told), stop.join(
            dict.fromkeys(each.remedy for each in told if each.remedy)
        )

    def note(self, one: Proposal, sign: Sign) -> Note:
        """What is laid over a place."""
        drawing, tone, ground = LOOKS[sign]
        shown = self.target(one) if one.means is not Means.NOTHING else self.signs[sign]
        return Note(drawing, shown, tone, ground, f"{self.label(one.slot)} — {shown} ({self.signs[sign]})")

    def line_note(self, text: str) -> Note:
        """What is laid over a line of the form that is filled by its words."""
        drawing, tone, ground = LOOKS[Sign.SURE]
        shown = self.text(text)
        return Note(drawing, shown, tone, ground, shown)

    def change(self, pair: Pair) -> str:
        """What is other than last year about a place."""
        comma = QCoreApplication.translate("FormTexts", ", ")
        return comma.join(self.changes[change] for change in pair.changes)

    # ---------------------------------------------------------------------------------------- offers

    def offers(self, one: Proposal | None, rows: Rows | None = None) -> list[Offer]:
        """What a place may be filled with: what its words may mean first, then everything."""
        translate = QCoreApplication.translate
        if one is not None and rows is not None and rows.records:
            return self._offers_of_records(one, rows)
        is_column = one is not None and one.slot.is_column
        codes = [] if one is None else [code for code in (one.code, *one.others) if code]
        codes += [code for code in self._context.library.indicators.by_code if code not in codes]
        first = [Offer("", translate("FormTexts", "Leave empty"), "empty nothing bu tian bt kong")]
        if is_column:
            fields = [code for code in self._context.library.fields if code not in codes]
            numbers = Offer(ORDINAL, translate("FormTexts", "Row numbers"))
            return [*first, *map(self._offer, codes), numbers, *map(self._offer, fields)]
        texts = [*SIGNATURES, *sorted(PLACEHOLDERS - set(SIGNATURES))]
        signature = translate("FormTexts", "Signature: {name}")
        plain = translate("FormTexts", "Text: {name}")
        return [
            *first,
            *map(self._offer, codes),
            Offer(OWN_TEXT, translate("FormTexts", "Custom text")),
            *(
                Offer(
                    f"{TEXT}{{{code}}}",
                    (signature if code in SIGNATURES else plain).format(name=self.texts[code]),
                )
                for code in texts
            ),
        ]

    def _offers_of_records(self, one: Proposal, rows: Rows) -> list[Offer]:
        """What a column may show of a record: its fields, and the figures that it contributes to."""
        translate = QCoreApplication.translate
        kind, chosen = chosen_of(rows, self._context.library.form_words)
        figures = [
            code
            for code, known in self._context.library.indicators.by_code.items()
            if kind.may_show(known, chosen)
        ]
        fields = [
            Offer(code, self.field(code, kind.code), known.label.zh) for code, known in kind.fields.items()
        ]
        offers = [*fields, *map(self._offer, figures)]
        offers.sort(key=lambda offer: offer.code != one.code)
        return [
            Offer("", translate("FormTexts", "Leave empty"), "empty nothing bu tian bt kong"),
            *offers,
            Offer(ORDINAL, translate("FormTexts", "Row numbers")),
        ]

    def indicator_offers(self, first: str) -> list[Offer]:
        """Every indicator, behind what stands for none of them."""
        return [Offer("", first), *map(self._offer, self._context.library.indicators.by_code)]

    def _offer(self, code: str) -> Offer:
        known = self._context.library.indicators.by_code.get(code)
        also = "" if known is None else f"{known.form_item} {known.name.zh} {known.name.en}"
        unit = "" if known is None else f"  ({self._context.labels.unit(known.unit)})"
        return Offer(code, f"{self.name(code)}{unit}", also)
