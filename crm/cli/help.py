"""``--help`` in either language, made from the verbs and the texts."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from crm import __version__
from crm.cli.table import pad, width_of, wrap
from crm.cli.verbs import GLOBAL_OPTIONS, VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.cli.texts import Texts
    from crm.cli.verbs import Option, Verb

_WIDEST = 100


def help_lines(texts: Texts, verb: Verb | None) -> list[str]:
    """The help on *verb*, or on the whole where it is None."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    return _verb_help(texts, verb, width) if verb else _whole_help(texts, width)


def _whole_help(texts: Texts, width: int) -> list[str]:
    verbs = [("crm", texts.word("help.bare"))]
    verbs += [(_said(verb), texts.word(f"verbs.{verb.name}.summary")) for verb in VERBS.values()]
    return [
        texts.word("help.title", version=__version__),
        *wrap(texts.word("help.about"), width),
        "",
        *_section(texts.word("help.verbs"), verbs, width),
        *_global_options(texts, width),
        *wrap(texts.word("help.more"), width),
        *wrap(texts.word("help.exit"), width),
    ]


def _verb_help(texts: Texts, verb: Verb, width: int) -> list[str]:
    prefix = f"verbs.{verb.name}"
    arguments = [
        (argument.name, texts.word(f"{prefix}.arguments.{argument.name.lower()}"))
        for argument in verb.arguments
    ]
    options = [
        (_flag(option), texts.word(f"{prefix}.options.{option.name}") + _remarks(texts, option))
        for option in verb.options
    ]
    return [
        f"{texts.word('help.usage')}  crm {_said(verb)}{_said_options(verb)}",
        "",
        *wrap(texts.word(f"{prefix}.summary"), width),
        *wrap(texts.word(f"{prefix}.details"), width),
        "",
        *_section(texts.word("help.arguments"), arguments, width),
        *_section(texts.word("help.options"), options, width),
        *_global_options(texts, width),
        texts.word("help.examples"),
        f"  {texts.word(f'{prefix}.example')}",
    ]


def _said(verb: Verb) -> str:
    words = [verb.name]
    words += [argument.name if argument.required else f"[{argument.name}]" for argument in verb.arguments]
    return " ".join(words)


def _said_options(verb: Verb) -> str:
    """What must be said besides, and dots where more may be said."""
    needed = "".join(f" {_flag(option)}" for option in verb.options if option.required)
    return needed + (" …" if any(not option.required for option in verb.options) else "")


def _flag(option: Option) -> str:
    return f"{option.flag} {option.value}" if option.value else option.flag


def _remarks(texts: Texts, option: Option) -> str:
    remarks = [texts.word("help.required")] if option.required else []
    remarks += [texts.word("help.many")] if option.many else []
    return f" [{texts.word('words.comma').join(remarks)}]" if remarks else ""


def _global_options(texts: Texts, width: int) -> list[str]:
    options = [(_flag(option), texts.word(f"options.{option.name}")) for option in GLOBAL_OPTIONS]
    return _section(texts.word("help.global_options"), options, width)


def _section(title: str, entries: Sequence[tuple[str, str]], width: int) -> list[str]:
    """A heading and its entries, the explanations under each other; a blank line after it."""
    if not entries:
        return []
    left = max(width_of(name) for name, _ in entries)
    lines = [title]
    for name, text in entries:
        first, *rest = wrap(text, max(width - left - 4, 20))
        lines.append(f"  {pad(name, left)}  {first}")
        lines += [" " * (left + 4) + line for line in rest]
    return [*lines, ""]
