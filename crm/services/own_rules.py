"""Rule sets as the user changes them: a file of the user's own over the shipped one, checked before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomli_w

from crm.domain.errors import NotFoundError, RuleError
from crm.filings.rehearsal.overlay import lay_over, with_criterion, with_dates
from crm.filings.rehearsal.ruleset import SourceKind
from crm.filings.rehearsal.ruleset_file import rule_sets_from_table
from crm.services.library import read_toml
from crm.services.own_files import edited_by, put_file
from crm.services.rule_sets import FOLDER, known_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction
    from pathlib import Path

    from crm.domain.quantity import Unit
    from crm.filings.rehearsal.ruleset import Criterion, RuleSet
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.own_files import FileChange


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """What the user says of a criterion: its number in its unit (None: not known; yes is 1), and where it was read."""

    limit: Fraction | None
    verified: bool
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The file of a rule set: its name, the variant in it, what is shipped, and the user's own with its place."""

    name: str
    variant: str
    shipped: Mapping[str, object]
    own: Mapping[str, object]
    path: Path

    @property
    def is_changed(self) -> bool:
        """Whether the user has a file of this name."""
        return bool(self.own)


def find_rule_file(library: Library, rule_set: RuleSet) -> RuleFile:
    """The file that *rule_set* is read from. NotFoundError ``ruleset-unknown`` where there is none."""
    folder = library.folders[-1] / FOLDER
    names = {path.name for one in library.folders for path in one.glob(f"{FOLDER}/*.toml")}
    for name in sorted(names):
        shipped: dict[str, object] = {}
        for one in library.folders[:-1]:
            if (one / FOLDER / name).exists():
                shipped = lay_over(shipped, read_toml(one / FOLDER / name))
        own = read_toml(folder / name) if (folder / name).exists() else {}
        whole = lay_over(shipped, own)
        if whole.get("edition") != rule_set.edition:
            continue
        variants = whole.get("variants")
        for variant in variants if isinstance(variants, dict) else ("",):
            code = f"{whole.get('code')}-{variant}" if variant else whole.get("code")
            if code == rule_set.code:
                return RuleFile(name, variant, shipped, own, folder / name)
    raise NotFoundError("ruleset-unknown", ruleset=rule_set.code, known="")


def check_number(criterion: Criterion, number: OwnNumber) -> None:
    """Refuse what cannot be said of *criterion*.

    RuleError ``ruleset-number-unverified`` or ``ruleset-source-missing`` where it cannot be verified, and
    ``limit-source-same`` where another number than the one that was read is to be verified by the same source.
    """
    if number.verified and number.limit is None:
        raise RuleError("ruleset-number-unverified")
    if number.verified and not number.source:
        raise RuleError("ruleset-source-missing")
    line = criterion.lines[0]
    same_source = number.source == criterion.source.address
    if number.verified and line.verified and number.limit != line.limit and same_source:
        raise RuleError("limit-source-same")


def change_number(
    workplace: Workplace, library: Library, rule_set: RuleSet, code: str, number: OwnNumber
) -> FileChange:
    """Put down what the user says of the criterion *code*.

    It is refused as by `check_number`, and by DataFormatError where the rule set could not be read any more. Nothing
    has been written then.
    """
    criterion = next(one for one in rule_set.criteria if one.code == code)
    check_number(criterion, number)
    file = find_rule_file(library, rule_set)
    values: dict[str, object] = {
        "verified": number.verified,
        **edited_by(workplace),
        "limit": written_number(number.limit, criterion.unit),
    }
    source, notes = _shipped_words(file.shipped, code)
    if number.source not in {"", source}:
        values |= {"source": number.source, "source_kind": SourceKind.OWN.value}
    if number.note not in {"", *notes}:
        values["note"] = number.note
    own = with_criterion(file.own, code, values, variant=file.variant, shipped=file.shipped)
    return keep_rules(library, file, own)


def check_days(since: date, until: date | None) -> None:
    """RuleError ``ruleset-dates-wrong`` where the last day is before the first."""
    if until is not None and until < since:
        raise RuleError("ruleset-dates-wrong", since=since.isoformat(), until=until.isoformat())


def change_dates(
    library: Library, rule_set: RuleSet, *, since: date, until: date | None, checked_on: date
) -> FileChange:
    """Say from when to when the rule set holds, and when somebody looked. It is refused as `change_number` is."""
    check_days(since, until)
    file = find_rule_file(library, rule_set)
    return keep_rules(library, file, with_dates(file.own, since=since, until=until, checked_on=checked_on))


def restore_criterion(library: Library, rule_set: RuleSet, code: str) -> FileChange:
    """Take away what the user said of one criterion. RuleError ``ruleset-own`` where it is the user's own."""
    file = find_rule_file(library, rule_set)
    if not file.shipped:
        raise RuleError("ruleset-own", ruleset=rule_set.code)
    return keep_rules(
        library, file, with_criterion(file.own, code, None, variant=file.variant, shipped=file.shipped)
    )


def restore_rule_set(library: Library, rule_set: RuleSet) -> FileChange:
    """Take away the user's own file: the shipped one holds again. RuleError ``ruleset-own`` where none is shipped."""
    file = find_rule_file(library, rule_set)
    if not file.shipped:
        raise RuleError("ruleset-own", ruleset=rule_set.code)
    return put_file(file.path, None)


def _shipped_words(shipped: Mapping[str, object], code: str) -> tuple[str, set[str]]:
    """Where the shipped number of a criterion was read, and its note in either language: these need no saying again."""
    criteria = shipped.get("criteria")
    table = criteria.get(code, {}) if isinstance(criteria, dict) else {}
    note = table.get("note", "")
    return str(table.get("source", shipped.get("source", ""))), set(
        note.values() if isinstance(note, dict) else [note]
    )


def written_number(limit: Fraction | None, unit: Unit | None) -> object:
    """A number as the file has it: yes or no without a unit, a text without content where it is not known."""
    if limit is None:
        return ""
    if unit is None:
        return bool(limit)
    return int(limit) if limit.denominator == 1 else float(limit)


def keep_rules(library: Library, file: RuleFile, own: Mapping[str, object]) -> FileChange:
    """Write *own* once the whole can be read; without content the file goes."""
    rule_sets_from_table(lay_over(file.shipped, own), where=file.name, known=known_names(library))
    return put_file(file.path, tomli_w.dumps(own).encode() if own else None)
