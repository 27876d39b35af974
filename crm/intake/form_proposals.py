"""What the places of a blank form mean: for each a proposal with its confidence, and what the user has to decide.

A proposal is sure where the form's own code or words name an indicator or field, its unit and its basis. Whatever had
to be assumed lowers the confidence and is said as a doubt; nothing below :data:`SURE` is bound unless it is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.errors import NotFoundError, ParseError
from crm.domain.indicators import OPERATOR
from crm.domain.measures import Population
from crm.domain.quantity import Dimension
from crm.domain.text import name_key
from crm.intake.form_decisions import ORDINAL, Decision, area_of, is_check, read_decision, read_matrix, row_of
from crm.intake.form_outline import find_slot
from crm.intake.form_proposal import ASKED, SURE, Means, Proposal, Trade
from crm.intake.form_record_columns import RecordColumns, told_unit
from crm.intake.form_rows import RowsReader, rows_told
from crm.intake.form_slot import without_marks
from crm.intake.grid import column_number
from crm.intake.synonyms import unknown_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.indicators import Indicator
    from crm.domain.measures import Within
    from crm.domain.quantity import Unit
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_rows import Rows
    from crm.intake.form_slot import Slot

__all__ = ["SURE", "Means", "Proposal", "Trade", "propose", "read_places", "reread", "rows_of", "settle"]

AllRows: TypeAlias = "Mapping[tuple[str, int], Rows]"
"""What each register lists, by sheet and row."""
_NEAR = 0.72
"""Likeness from which a label is near a known one."""
_PERIOD = "period"
_ENTERPRISE = "enterprise"
_GROUP_UNKNOWN = "bind-group-unknown"
_SAY_WHOM = frozenset({"tenants", "move_ins", "returns", "graduations", "exits", "listings"})
"""Records of the stages themselves."""


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    confidence: float
    doubt: str = ""
    others: tuple[str, ...] = ()


_NOTHING_TOLD: Mapping[str, str] = {}
_NOTHING_CARRIED: AllRows = {}


def propose(
    outline: FormOutline, trade: Trade, *, told: Mapping[str, str] = _NOTHING_TOLD
) -> tuple[Proposal, ...]:
    """A proposal for each place of *outline*, in its order, and for each other place that is *told*.

    *told* decides: place (``sheet!E7``) → what it is, as :mod:`crm.intake.form_decisions` has it. Raises what
    `settle` raises.
    """
    rows = rows_of(outline, trade, told)
    return settle(read_places(outline, trade, rows), outline, trade, told, rows)


def rows_of(
    outline: FormOutline, trade: Trade, told: Mapping[str, str], carried: AllRows = _NOTHING_CARRIED
) -> dict[tuple[str, int], Rows]:
    """What each register lists: as *told*, as *carried* from last year's form, else by its words.

    Raises ParseError ``bind-said-wrongly``, ``bind-place-unknown``.
    """
    reader = RowsReader(outline.title, trade.words, trade.lexicon, trade.fields)
    known = {**carried, **rows_told(outline, told, trade.words)}
    places = {(register.sheet, register.row): register for register in outline.registers}
    return {place: known.get(place) or reader.read(register) for place, register in places.items()}


def read_places(outline: FormOutline, trade: Trade, rows: AllRows | None = None) -> tuple[Proposal, ...]:
    """A proposal for each place by its words alone; *rows* is what each register lists, by its words where None."""
    reader = _Reader(outline, trade, rows_of(outline, trade, {}) if rows is None else rows)
    return tuple(map(reader.read, outline.slots))


def reread(
    read: Sequence[Proposal], outline: FormOutline, trade: Trade, *, rows: AllRows, before: AllRows
) -> tuple[Proposal, ...]:
    """*read* of `read_places` where registers list other *rows* than *before*: only their columns are read again."""
    reader = _Reader(outline, trade, rows)
    other = {place for place, now in rows.items() if before.get(place) != now}
    return tuple(
        reader.read(one.slot) if one.slot.is_column and (one.slot.sheet, one.slot.row) in other else one
        for one in read
    )


def settle(
    proposals: Sequence[Proposal],
    outline: FormOutline,
    trade: Trade,
    told: Mapping[str, str],
    rows: AllRows | None = None,
) -> tuple[Proposal, ...]:
    """*proposals* of `read_places` where *told* decides nothing else, told places beyond them, and no doubles.

    Raises ParseError ``bind-place-unknown``, ``bind-said-wrongly``, NotFoundError ``bind-code-unknown``.
    """
    listed = rows_of(outline, trade, told) if rows is None else rows
    reader = _Reader(outline, trade, listed)
    places = {one.place: one.slot for one in proposals}
    bases = trade.words.own["basis_labels"]
    decided: dict[str, Proposal] = {}
    for place, text in told.items():
        if area_of(place) is not None or is_check(place) or row_of(place) is not None:
            continue  # see `told_indicators` and `rows_told`; checks are no places
        decision = read_decision(text, place=place, bases=bases)
        is_figure = bool(decision.code)
        slot = places.get(place) or find_slot(outline, place, trade.lexicon, trade.words, blank=is_figure)
        if slot is None:
            raise ParseError("bind-place-unknown", place=place)
        decided[place] = reader.told(slot, decision)
    for slot, code in told_indicators(outline, trade, told):
        if f"{slot.sheet}!{slot.address}" not in decided:
            decided[f"{slot.sheet}!{slot.address}"] = reader.told(slot, Decision(code))
    settled = [decided.get(one.place, one) for one in _rows_asked(proposals, listed)]
    settled += [one for place, one in decided.items() if place not in places]
    return tuple(_without_doubles(settled))


def _rows_asked(proposals: Sequence[Proposal], rows: AllRows) -> Iterator[Proposal]:
    """*proposals*, those of a register unsure of which it is not clear what it lists."""
    for one in proposals:
        known = rows.get((one.slot.sheet, one.slot.row)) if one.slot.is_column else None
        if known is None or not known.doubt or one.means not in {Means.FIGURE, Means.FIELD}:
            yield one
        else:
            yield replace(one, confidence=min(one.confidence, ASKED), doubts=(*one.doubts, known.doubt))


def told_indicators(
    outline: FormOutline, trade: Trade, told: Mapping[str, str]
) -> Iterator[tuple[Slot, str]]:
    """The places of matrices all of whose cells are *told* to show one indicator, and its code."""
    for place, text in told.items():
        area = area_of(place)
        if area is None:
            continue
        code = read_matrix(text, place=place, groupings=trade.words.groupings.codes).indicator
        columns = range(column_number(area.left), column_number(area.right) + 1)
        for slot in outline.cells if code else ():
            if slot.sheet == area.sheet and slot.row in area.rows and column_number(slot.letters) in columns:
                yield slot, code


def _without_doubles(proposals: list[Proposal]) -> Iterator[Proposal]:
    """Of two columns of one register, or two cells of one sheet, that would show the same, the surer is taken."""
    best: dict[tuple[object, ...], Proposal] = {}
    for proposal in proposals:
        key = _what(proposal)
        if proposal.means in {Means.FIGURE, Means.FIELD} and (
            key not in best or proposal.confidence > best[key].confidence
        ):
            best[key] = proposal
    for proposal in proposals:
        winner = best.get(_what(proposal))
        if winner is None or winner is proposal or proposal.means not in {Means.FIGURE, Means.FIELD}:
            yield proposal
        else:
            yield replace(
                proposal,
                confidence=round(min(proposal.confidence, SURE) * 0.6, 2),
                doubts=(*proposal.doubts, "bind-twice"),
            )


def _what(proposal: Proposal) -> tuple[object, ...]:
    slot = proposal.slot
    where = (slot.sheet, slot.row) if slot.is_column else (slot.sheet, 0)
    unclear = slot.address if _GROUP_UNKNOWN in proposal.doubts else ""
    of = (proposal.code, proposal.basis, proposal.population, proposal.within, unclear)
    return (*where, proposal.means, *of)


@dataclass(frozen=True, slots=True)
class _Reader:
    outline: FormOutline
    trade: Trade
    rows: AllRows
    _near: dict[str, tuple[str, float]] = field(default_factory=dict)

    def told(self, slot: Slot, said: Decision) -> Proposal:
        """The proposal that the user makes."""
        if said.text:
            return Proposal(slot, Means.TEXT, confidence=1.0, text=said.text)
        if said.is_nothing:
            return Proposal(slot, Means.NOTHING, confidence=1.0)
        if said.code == ORDINAL and slot.is_column:
            return Proposal(slot, Means.ORDINAL, confidence=1.0)
        columns = self.record_columns(slot)
        if columns is not None:
            return columns.told(slot, said)
        if said.code in self.trade.indicators:
            return self.told_figure(slot, said)
        if said.code in self.trade.fields and slot.is_column:
            usual = self.trade.fields[said.code].unit
            unit = usual if usual is None else told_unit(slot, said, usual)
            return Proposal(slot, Means.FIELD, said.code, unit=unit or usual, confidence=1.0)
        raise NotFoundError("bind-code-unknown", place=f"{slot.sheet}!{slot.address}", value=said.code)

    def record_columns(self, slot: Slot) -> RecordColumns | None:
        """What reads a column whose rows are records; None for any other place."""
        rows = self.rows.get((slot.sheet, slot.row)) if slot.is_column else None
        if rows is None or not rows.records:
            return None
        return RecordColumns(rows, self.trade, self.outline.units.get(slot.sheet, {}))

    def told_figure(self, slot: Slot, said: Decision) -> Proposal:
        """The figure that the user names; what was not said is as the words of the form have it."""
        if said.within is not None:
            slot = replace(slot, within=self.known_within(slot, said), unclear="", basis="")
        basis = said.basis or self.basis(slot) or _PERIOD
        found = self.figure(slot, _Found(said.code, 1.0), basis=basis)
        if self.is_parted_wrongly(found):
            raise ParseError(
                "bind-group-of-other-kind",
                place=found.place,
                indicator=self.trade.indicators[said.code].name.zh,
                indicator_en=self.trade.indicators[said.code].name.en,
            )
        unit = told_unit(slot, said, self.trade.indicators[said.code].unit)
        is_settled = not slot.unclear  # of which group it is was not said
        return replace(
            found,
            confidence=1.0 if is_settled else found.confidence,
            doubts=() if is_settled else (_GROUP_UNKNOWN,),
            unit=unit or found.unit,
            population=Population(said.population) if said.population else found.population,
        )

    def known_within(self, slot: Slot, said: Decision) -> Within:
        """The group that was said, whose groupings and codes there are. ParseError ``bind-said-wrongly``."""
        groupings, lists = self.trade.words.groupings, self.trade.lexicon.vocabularies
        place = f"{slot.sheet}!{slot.address}"
        for grouping, codes in said.within or ():
            if grouping not in groupings.codes:
                known = ", ".join(groupings.codes)
                raise ParseError("bind-said-wrongly", place=place, value=grouping, known=known)
            terms = ["", *groupings.terms(grouping, lists)]
            for code in codes:
                if code not in terms:
                    known = ", ".join(terms[1:])
                    raise ParseError("bind-said-wrongly", place=place, value=code, known=known)
        return said.within or ()

    def is_parted_wrongly(self, one: Proposal) -> bool:
        """Whether a figure cannot be parted by its groupings."""
        return any(not self.trade.dimension(one.code, grouping) for grouping, _ in one.within)

    def read(self, slot: Slot) -> Proposal:
        """The proposal that the words about *slot* make."""
        key = self.trade.lexicon.read_header(slot.label).key
        if slot.is_column and key in self.trade.lexicon.synonyms.ignored:
            return Proposal(slot, Means.ORDINAL, confidence=1.0)
        if slot.is_column and self.trade.words.columns.get(key) == "note":
            return Proposal(slot, Means.NOTHING, confidence=1.0)  # remarks are the filer's, not our notes
        columns = self.record_columns(slot)
        if columns is not None:
            return columns.read(slot)
        figure = self.find_figure(slot)
        if slot.is_column:
            code = self.find_field(key)
            if code is not None and (figure is None or self.is_rather_field(code, key)):
                return self.field(slot, code, figure)
        if figure is None:
            return Proposal(slot, Means.NOTHING, doubts=("bind-label-unknown",))
        basis = self.basis(slot)
        if basis is None:  # a column of remarks, or a comparison of its own
            return Proposal(slot, Means.NOTHING, doubts=("bind-basis-unknown",), others=(figure.code,))
        return self.figure(slot, figure, basis=basis)

    def field(self, slot: Slot, code: str, figure: _Found | None) -> Proposal:
        """The field of a column, asked where its words may as well mean an amount that was reported, or another day."""
        known = self.trade.fields[code]
        others = () if figure is None else (figure.code,)
        alike = self.alike(slot)
        is_asked = bool(alike) or (known.unit is not None and figure is not None and not figure.doubt)
        return Proposal(
            slot,
            Means.FIELD,
            code,
            unit=slot.unit or known.unit,
            confidence=ASKED if is_asked else 1.0,
            doubts=("bind-words-alike",) if is_asked else (),
            others=tuple(other for other in dict.fromkeys((*others, *alike)) if other != code),
        )

    def alike(self, slot: Slot) -> tuple[str, ...]:
        """The codes that the words of *slot* may mean, where they are known to mean several."""
        texts = (f"{slot.above}{slot.label}",) if slot.above else (slot.label, f"{slot.group}{slot.label}")
        keys = (self.trade.lexicon.read_header(text).key for text in texts)
        return next(filter(None, map(self.trade.words.alike.get, keys)), ())

    def find_field(self, key: str) -> str | None:
        """The field of a tenant's record that the head of a column names."""
        fields = self.trade.lexicon.synonyms.fields
        for code, known in self.trade.fields.items():
            names = (known.label.zh, known.label.en, *fields.get(code, ()))
            if any(self.trade.lexicon.read_header(name).key == key for name in names):
                return code
        return None

    def is_rather_field(self, code: str, key: str) -> bool:
        """Whether a head that names a field and an indicator means the field: what was reported tells amounts better.

        A head that is the field's own label, and only another word for the indicator, is the field.
        """
        known = self.trade.fields[code]
        if known.unit is None:
            return True
        own = self.trade.lexicon.read_header(known.label.zh).key == key
        indicator = self.trade.indicators[
            self.trade.lexicon.figures.get(key, next(iter(self.trade.indicators)))
        ]
        return own and self.trade.lexicon.read_header(indicator.name.zh).key != key

    # ------------------------------------------------------------------------------------------ figures

    def find_figure(self, slot: Slot) -> _Found | None:
        """The indicator that the code or the label of *slot* names, alone, as a part of another, or nearly."""
        by_code = self.find_code(slot.code)
        known = self.trade.lexicon.figures
        read = self.trade.lexicon.read_header
        wholes = self.wholes(slot)
        exact = [known[key] for text in wholes if (key := read(text).key) in known]
        if not exact and slot.group and not slot.is_column:
            exact = [known[key] for key in (read(f"{slot.group}{slot.label}").key,) if key in known]
        bare, unknown = unknown_brackets(slot.label, self.trade.lexicon.synonyms.harmless)
        if not exact and (key := read(bare).key) in known:
            if self.qualifiers(name_key(unknown)):  # 净利润（上年） may be another figure
                return _Found(known[key], 0.6, "bind-label-near")
            exact = [known[key]]
        if not exact:
            plain = self.trade.words.without_population(without_marks(slot.label))
            exact = [known[key] for key in (read(plain).key,) if key in known]
        if exact:
            others = tuple(
                dict.fromkeys(code for code in (*exact[1:], by_code or "") if code and code != exact[0])
            )
            agrees = by_code in {None, exact[0]}
            return _Found(exact[0], 1.0 if agrees else 0.85, "" if agrees else "bind-code-differs", others)
        code, likeness = self.near(slot)
        if by_code and by_code == code:
            return _Found(code, 1.0)
        if by_code:
            return _Found(by_code, 0.6, "bind-code-only", (code,) if code else ())
        return _Found(code, round(0.85 * likeness, 2), "bind-label-near") if code else None

    def find_code(self, code: str) -> str | None:
        """The indicator with this official code; a bare number only counts the rows of its own form."""
        if not code or code.isdigit():
            return None
        wanted = code.casefold()
        found = (one.code for one in self.trade.indicators.values() if one.form_item.casefold() == wanted)
        return next(found, None)

    def wholes(self, slot: Slot) -> list[str]:
        """What a label may say as a whole: as a part of the one above, with its group, alone."""
        texts: list[str] = []
        plain = self.trade.lexicon.read_header(slot.group).key
        if slot.is_column and plain:  # a group may only say what kind of columns it has
            texts += [f"{slot.group}_{slot.label}", f"{plain}{slot.label}"]
        if slot.above:
            texts += [
                f"{slot.above}其中{slot.label}",
                f"{slot.above}_{slot.label}",
                f"{slot.above}{slot.label}",
            ]
            read = self.trade.lexicon.read_header(slot.above).key
            texts += [f"{read.removesuffix('数')}{slot.label}"]
        return [*dict.fromkeys([*texts, slot.label, without_marks(slot.label)])]

    def near(self, slot: Slot) -> tuple[str, float]:
        """The indicator whose label is most like this one; none where a word makes another figure of it."""
        text = f"{slot.above}{slot.label}" if slot.above else slot.label
        key = self.trade.lexicon.read_header(text).key
        if key not in self._near:
            self._near[key] = self.search(key)
        return self._near[key]

    def search(self, key: str) -> tuple[str, float]:
        """The code and likeness of the known label most like *key*; no code where none is near."""
        from rapidfuzz import fuzz, process  # 35 ms of import: only where a label is unknown

        known = self.trade.lexicon.figures
        found = process.extractOne(key, known.keys(), scorer=fuzz.token_ratio, score_cutoff=100 * _NEAR)
        if found is None or self.qualifiers(key) - self.qualifiers(found[0]):
            return "", 0.0
        return known[found[0]], found[1] / 100

    def qualifiers(self, key: str) -> set[str]:
        """The words in a label that make another figure of it."""
        return {word for word in self.trade.lexicon.synonyms.qualifiers if word in key}

    def figure(self, slot: Slot, found: _Found, *, basis: str) -> Proposal:
        """The figure in its unit, on its *basis* and over its population, with what had to be assumed."""
        indicator = self.trade.indicators[found.code]
        doubts = [found.doubt] if found.doubt else []
        confidence = found.confidence
        growth = basis.startswith("growth")
        unit, doubt = (None, "") if growth else self.unit(slot, indicator)
        if doubt:
            doubts.append(doubt)
            confidence *= 0.4 if doubt == "bind-unit-of-other-kind" else 0.8
        population, is_said = self.population(slot, indicator)
        if not is_said:
            doubts.append("bind-population-anybody" if _is_counted(indicator) else "bind-population-assumed")
            confidence *= 0.95
            if _is_counted(indicator):
                confidence = min(confidence, ASKED)
        alike = self.alike(slot)
        if found.code in alike:
            others = dict.fromkeys((*found.others, *alike))
            found = replace(found, others=tuple(other for other in others if other != found.code))
            doubts.append("bind-words-alike")
            confidence = min(confidence, ASKED)
        one = Proposal(
            slot, Means.FIGURE, found.code, basis, unit, population, others=found.others, within=slot.within
        )
        if slot.unclear:
            doubts.append(_GROUP_UNKNOWN)
            confidence *= 0.5
        if self.is_parted_wrongly(one):
            doubts.append("bind-group-not-parted")
            confidence *= 0.4
        return replace(one, confidence=round(confidence, 2), doubts=tuple(doubts))

    def basis(self, slot: Slot) -> str | None:
        """The basis that the heads name; the period's own where there is no head, None where it is not understood."""
        if slot.is_column or not slot.heads:
            return slot.basis or _PERIOD
        named = self.trade.words.basis_of(slot.heads)
        if named is not None:
            return named
        columns = self.trade.words.columns
        said = [head for head in slot.heads if self.trade.lexicon.read_header(head).key not in columns]
        if slot.within or slot.among:  # whatever heads a matrix, its columns are told already
            return slot.basis or _PERIOD
        return None if said else _PERIOD

    def unit(self, slot: Slot, indicator: Indicator) -> tuple[Unit | None, str]:
        """The unit printed beside the place, else the sheet's, else the indicator's own; and the doubt about it."""
        usual = indicator.unit
        if slot.unit is not None:
            fits = slot.unit.dimension is usual.dimension
            return (slot.unit, "") if fits else (usual, "bind-unit-of-other-kind")
        said = self.outline.units.get(slot.sheet, {}).get(usual.dimension)
        if said is not None and usual.dimension is not Dimension.COUNT:
            return said, ""
        return usual, "bind-unit-assumed" if usual.dimension is Dimension.MONEY else ""

    def population(self, slot: Slot, indicator: Indicator) -> tuple[Population, bool]:
        """Over whom a figure is taken, and whether the form says so: in its label, section, sheet or title.

        A figure that is counted from the stages says itself whom it counts; what tenants report is else taken over
        those in incubation, what is counted otherwise over everybody.
        """
        if indicator.source.records in _SAY_WHOM:
            return Population.ANYBODY, True
        said = self.trade.words.population_in(
            slot.label,
            slot.above,
            slot.group,
            slot.sheet,
            self.outline.titles.get(slot.sheet, ""),
            self.outline.title,
        )
        if said is not None or not (indicator.is_reported or _is_counted(indicator)):
            return said or Population.ANYBODY, True
        return Population.ANYBODY if _is_counted(indicator) else Population.INCUBATING, False


def _is_counted(indicator: Indicator) -> bool:
    """Whether enterprises are counted by their records: of which ones the stages do not tell."""
    source = indicator.source.records
    return (
        indicator.unit.code == _ENTERPRISE
        and not indicator.is_reported
        and source not in _SAY_WHOM | {OPERATOR}
    )
