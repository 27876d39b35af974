"""The library: all rules and words kept as data, read once, with the user's own files laid over the shipped ones."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm import paths
from crm.domain import fields, indicators, rules, vocabulary
from crm.domain.errors import DataFormatError, NotFoundError, RuleError
from crm.domain.wording import Words
from crm.filings.brief import read_rows
from crm.filings.consistency_rules import rules_from_tables
from crm.filings.evidence import proofs_from_tables
from crm.filings.letting import letting_rules
from crm.intake import form_words, synonyms
from crm.services import journal_words, messages, record_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crm.domain.fields import Field
    from crm.domain.indicators import IndicatorCatalogue
    from crm.domain.rules import RuleCatalogue
    from crm.domain.vocabulary import Vocabulary
    from crm.filings.brief import RowSpec
    from crm.filings.consistency_rules import ConsistencyRule
    from crm.filings.letting import LettingRule
    from crm.intake.form_words import FormWords
    from crm.intake.synonyms import Synonyms
    from crm.services.journal_words import TableWords
    from crm.services.messages import MessageCatalogue
    from crm.services.record_kinds import RecordKind


@dataclass(frozen=True, slots=True)
class FormFolder:
    """Where a form lies: its folder with ``form.toml`` and ``template.xlsx``."""

    code: str
    year: int
    folder: Path
    name: Words

    @property
    def template(self) -> bytes:
        """The template workbook; NotFoundError ``form-template-missing`` where it is not there."""
        path = self.folder / "template.xlsx"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise NotFoundError("form-template-missing", path=str(path)) from None


@dataclass(frozen=True, slots=True)
class Library:
    """Indicators, rules, fields, code lists, synonyms, messages and forms."""

    indicators: IndicatorCatalogue
    rules: RuleCatalogue
    fields: Mapping[str, Field]
    records: Mapping[str, RecordKind]
    """The kinds of records a tenant may have."""
    tables: Mapping[str, TableWords]
    """What the journal's tables and columns are called."""
    vocabulary: Mapping[str, Vocabulary]
    synonyms: Synonyms
    form_words: FormWords
    """The words of blank forms."""
    messages: MessageCatalogue
    forms: tuple[FormFolder, ...]
    brief: tuple[RowSpec, ...]
    """The rows of the achievements brief."""
    relations: Mapping[str, object]
    """The sets of checks that forms include, as they were read."""
    consistency: tuple[ConsistencyRule, ...]
    """Which filings must agree with which."""
    letting: tuple[LettingRule, ...]
    """What leases must keep where a filing counts them."""
    folders: tuple[Path, ...]
    """Where data files lie: the shipped ones, and the user's own that are laid over them."""

    @classmethod
    def load(cls, *, user_folder: Path | None = None) -> Library:
        """Everything from the shipped resources, overlaid by *user_folder* (the user's own by default).

        DataFormatError names the file and the place that is wrong.
        """
        shipped = paths.resources()
        folders = (shipped, user_folder or paths.user_resources())
        catalogue = indicators.catalogue_from_tables(read_tables("indicators.toml", folders))
        known_fields = fields.fields_from_tables(read_tables("fields.toml", folders))
        code_lists = vocabulary.vocabularies_from_tables(read_tables("codes.toml", folders))
        terms = {name: {term.code: term.words for term in codes} for name, codes in code_lists.items()}
        records = record_kinds.record_kinds_from_tables(read_tables("records.toml", folders))
        terms["record"] = {code: kind.label for code, kind in records.items()}
        terms["record_field"] = {
            f"{kind.code}.{code}": one.field.label
            for kind in records.values()
            for code, one in kind.fields.items()
        }
        terms["field"] = {code: one.label for code, one in known_fields.items()}
        terms["indicator"] = {one.code: one.name for one in catalogue}
        tables = journal_words.table_words(
            read_tables("journal.toml", folders), fields=known_fields, records=records
        )
        terms["table"] = {name: words.label for name, words in tables.items()}
        proofs = read_tables("evidence.toml", folders)
        terms["proof"] = {name: proof.name for name, proof in proofs_from_tables(proofs).items()}
        forms = _find_forms(folders)
        terms["form"] = {form.code: form.name for form in forms}  # the newest of a code comes last
        return cls(
            indicators=catalogue,
            rules=read_rules(folders),
            fields=known_fields,
            records=records,
            tables=tables,
            vocabulary=code_lists,
            synonyms=synonyms.Synonyms.from_tables(read_words("synonyms.toml", folders)),
            form_words=form_words.FormWords.from_tables(
                read_words("form_words.toml", folders), read_tables("form_records.toml", folders)
            ),
            messages=load_messages(shipped, terms=terms),
            forms=forms,
            brief=read_rows(read_tables("brief.toml", folders)),
            relations=read_tables("checks/relations.toml", folders),
            consistency=rules_from_tables(read_tables("consistency.toml", folders)),
            letting=letting_rules(read_tables("checks/letting.toml", folders)),
            folders=folders,
        )

    def with_form(self, folder: Path) -> tuple[Library, str]:
        """The library with the form in *folder* as well, in place of one of its code and year; and its code.

        RuleError ``form-folder-missing`` where no form lies there.
        """
        described = folder / "form.toml"
        if not described.is_file():
            raise RuleError("form-folder-missing", folder=str(folder))
        added = _form_in(described)
        others = [form for form in self.forms if (form.code, form.year) != (added.code, added.year)]
        return replace(self, forms=(*others, added)), added.code

    def form_folder(self, code: str, year: int | None = None) -> FormFolder:
        """The form called *code*: that of *year*, or the newest. NotFoundError ``form-unknown``."""
        found = [form for form in self.forms if form.code == code and year in {None, form.year}]
        if not found:
            known = ", ".join(sorted({form.code for form in self.forms}))
            raise NotFoundError("form-unknown", form=code, known=known)
        return max(found, key=lambda form: form.year)


def load_messages(
    shipped: Path | None = None, *, terms: Mapping[str, Mapping[str, Words]] | None = None
) -> MessageCatalogue:
    """The message catalogue alone: what is needed to word an error before anything else is read."""
    folder = (shipped or paths.resources()) / "messages"
    tables: dict[str, object] = {}
    for path in sorted(folder.glob("*.toml")):
        for code, table in read_toml(path).items():
            if code in tables:
                raise DataFormatError("data-code-twice", where=f"{path.name}: {code}")
            tables[code] = table
    return messages.catalogue_from_tables(tables, terms=terms)


def read_tables(name: str, folders: tuple[Path, ...]) -> dict[str, object]:
    """The tables of a data file, those of a later folder laid over those of an earlier one, table by table."""
    tables: dict[str, object] = {}
    for folder in folders:
        path = folder / name
        if path.exists():
            tables |= read_toml(path)
    return tables


def read_words(name: str, folders: tuple[Path, ...]) -> dict[str, object]:
    """Tables of lists of words, those of a later folder laid over those of an earlier one, list by list.

    A user's file has the words that it changes alone: a list that a newer program needs as well is the shipped one.
    """
    tables: dict[str, object] = {}
    for folder in folders:
        for table, lists in read_tables(name, (folder,)).items():
            before = tables.get(table)
            is_both = isinstance(before, dict) and isinstance(lists, dict)
            tables[table] = before | lists if is_both else lists  # type: ignore[operator]
    return tables


def read_rules(folders: tuple[Path, ...]) -> RuleCatalogue:
    """The limits; those in which the user's own file differs from the shipped one say so."""
    shipped = read_tables("rules.toml", folders[:-1])
    return rules.rules_from_tables(read_tables("rules.toml", folders), shipped=shipped)


def read_toml(path: Path) -> dict[str, object]:
    """The content of a TOML file. DataFormatError ``data-not-toml`` names file and line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFormatError("data-not-toml", where=path.name, why=str(error)) from error


def _find_forms(folders: tuple[Path, ...]) -> tuple[FormFolder, ...]:
    """All form folders, ``forms/<authority>/<form>/<year>``; the user's own replaces a shipped one of the same name."""
    found: dict[tuple[str, int], FormFolder] = {}
    for folder in folders:
        for path in sorted(folder.glob("forms/*/*/*/form.toml")):
            form = _form_in(path)
            found[form.code, form.year] = form
    return tuple(found[key] for key in sorted(found))


def _form_in(described: Path) -> FormFolder:
    """The form of a ``form.toml``. DataFormatError where it does not say its code and year."""
    table = read_toml(described)
    code, year = table.get("code"), table.get("year")
    if not isinstance(code, str) or not isinstance(year, int):
        raise DataFormatError("data-text-missing", where=f"{described.parent.name}/form.toml: code, year")
    zh, en = table.get("zh"), table.get("en")
    return FormFolder(code, year, described.parent, Words(str(zh or code), str(en or code)))
