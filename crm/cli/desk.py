"""Where a verb works: the language, the library and the database, each opened when first asked for; and its answer."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm.cli.texts import Texts
from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from crm.domain.finding import Finding, Severity
    from crm.domain.wording import Language
    from crm.services.library import Library
    from crm.services.messages import MessageCatalogue
    from crm.services.operation import Workplace

DONE, REFUSED, MISUSED = 0, 1, 2
"""Exit status: done; findings or a refusal; not understood."""


class MissingDatabaseError(CrmError):
    """A database named on the command line that does not exist, for a verb that only reads."""


@dataclass(frozen=True, slots=True)
class WordedFinding:
    """A finding as the command line shows it."""

    severity: str
    code: str
    where: str
    value: str | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb has to say: a document (a dataclass, its fields are the JSON keys), the same for a reader, a status.

    ``after`` is done once that has been said; its status is then the command's.
    """

    document: Any
    lines: Sequence[str]
    status: int = DONE
    after: Callable[[Desk], int] | None = None


class Desk:
    """The place of one command. Close it at the end."""

    def __init__(
        self,
        language: Language,
        *,
        as_json: bool = False,
        address: str | None = None,
        today: date | None = None,
    ) -> None:
        self.language = language
        self.as_json = as_json
        self.address = address
        self.today = today
        self._workplace: Workplace | None = None

    @cached_property
    def texts(self) -> Texts:
        """The command line's own words."""
        return Texts.load(self.language)

    @property
    def messages(self) -> MessageCatalogue:
        """The sentences of errors and findings; with the words of the code lists once the library has been read."""
        return self.library.messages if "library" in self.__dict__ else self._bare_messages

    @cached_property
    def _bare_messages(self) -> MessageCatalogue:
        from crm.services.library import load_messages

        return load_messages()

    @cached_property
    def library(self) -> Library:
        """All rules and words kept as data."""
        from crm.services.library import Library

        return Library.load()

    def form(self, text: str) -> tuple[Library, str]:
        """The library and the code of the form that *text* names: a code, or a path to a form folder."""
        folder = Path(text)
        if folder.name != text or (folder / "form.toml").is_file():
            return self.library.with_form(folder)
        return self.library, text

    def workplace(self, *, creates: bool = False) -> Workplace:
        """The database, opened and brought up to date. MissingDatabaseError where a named file is not there."""
        from crm.services.upkeep import open_workplace

        if self._workplace is None:
            self._require_database(creates=creates)
            self._workplace = open_workplace(self.address, today=self.today)
        return self._workplace

    def _require_database(self, *, creates: bool) -> None:
        """A mistyped path must not become an empty database that answers every question with nothing."""
        address = self.address
        if not creates and address and "://" not in address and not Path(address).exists():
            raise MissingDatabaseError("cli-database-missing", path=address)

    def close(self) -> None:
        """Close the database."""
        if self._workplace is not None:
            self._workplace.database.close()
            self._workplace = None

    def tell(self, name: str, **values: str | int) -> None:
        """Say on standard error what is going on; nothing where a program reads the answer."""
        if not self.as_json:
            print(self.texts.word(name, **values), file=sys.stderr, flush=True)

    def word(self, finding: Finding) -> WordedFinding:
        """*finding* in words."""
        sentence = self.messages.word_finding(finding, self.language)
        value = finding.values.get("value")
        return WordedFinding(
            severity=finding.severity.code,
            code=finding.code,
            where=finding.where,
            value=None if value is None else str(value),
            message=sentence.text,
            remedy=sentence.remedy,
        )

    def say(self, answer: Answer) -> None:
        """Print *answer*: one JSON document, or the lines."""
        if self.as_json:
            print(json.dumps(asdict(answer.document), ensure_ascii=False, indent=2), flush=True)
        else:
            print("\n".join(answer.lines), flush=True)


def count_severity(findings: Iterable[Finding], severity: Severity) -> int:
    """How many *findings* are of *severity*."""
    return sum(finding.severity is severity for finding in findings)
