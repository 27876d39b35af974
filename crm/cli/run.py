"""One command from its words to its exit status; every refusal is a sentence, or with --json a document."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from crm.cli.arguments import peek_language, read_arguments
from crm.cli.desk import DONE, MISUSED, REFUSED, Answer, Desk
from crm.cli.verbs import UsageError
from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.cli.verbs import Given


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was done: the error's code, its sentence, what to do, and its values."""

    code: str
    message: str
    remedy: str
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class RefusalDocument:
    """``{"error": {…}}``."""

    error: Refusal


def main(argv: Sequence[str]) -> int:
    """Do what *argv* says and return the exit status: 0 done, 1 findings or refusal, 2 not understood."""
    desk = Desk(peek_language(argv), as_json="--json" in argv)
    try:
        given = read_arguments(argv)
    except CrmError as error:
        return refuse(desk, error, status=MISUSED)
    desk.address, desk.today = given["database"], given["today"]
    try:
        return _answer(desk, given)
    except CrmError as error:
        # What only the verb itself can see to be wrong with the command is a slip of the hand all the same.
        return refuse(desk, error, status=MISUSED if isinstance(error, UsageError) else REFUSED)
    finally:
        desk.close()


def _answer(desk: Desk, given: Given) -> int:
    if given["help"]:
        from crm.cli.help import help_lines

        print(*help_lines(desk.texts, given.verb), sep="\n", flush=True)
        return DONE
    if given.verb is None:
        from crm.cli.window import open_window

        return open_window(desk.address, today=desk.today, language=given["lang"])
    module = import_module(f"crm.cli.{given.verb.module}")
    answer: Answer = module.answer(desk, given)
    desk.say(answer)
    return answer.after(desk) if answer.after else answer.status


def refuse(desk: Desk, error: CrmError, *, status: int = REFUSED) -> int:
    """Say why not and what to do, to a reader on standard error; return *status*."""
    sentence = desk.messages.word_error(error, desk.language)
    refusal = Refusal(error.code, sentence.text, sentence.remedy, dict(error.values))
    lines = [desk.texts.word("words.refused", message=sentence.text)]
    if sentence.remedy:
        lines.append(desk.texts.word("words.remedy", remedy=sentence.remedy))
    if desk.as_json:
        desk.say(Answer(RefusalDocument(refusal), lines))
    else:
        print(*lines, sep="\n", file=sys.stderr, flush=True)
    return status
