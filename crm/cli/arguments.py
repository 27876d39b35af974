"""Reading the command line. argparse parts options from values; what is missing or odd is said in our own words."""

from __future__ import annotations

from argparse import ArgumentError, ArgumentParser
from typing import TYPE_CHECKING, Any

from crm.cli.verbs import GLOBAL_OPTIONS, VERBS, Given, UsageError, read_language
from crm.domain.wording import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.cli.verbs import Option, Verb


def peek_language(argv: Sequence[str]) -> Language:
    """The language to speak, before anything else is read; Chinese where none, or no language, is named."""
    for position, word in enumerate(argv):
        flag, sign, value = word.partition("=")
        if flag == "--lang":
            try:
                return read_language(value if sign else "".join(argv[position + 1 : position + 2]))
            except UsageError:
                return Language.ZH
    return Language.ZH


def read_arguments(argv: Sequence[str]) -> Given:
    """What *argv* says. Options may stand before and after the verb.

    Raises UsageError, and the readers' own errors, such as ParseError ``period-unknown``.
    """
    words, places = _part_at_dashes(argv)
    verb = _find_verb(words)
    if verb is not None:
        for word in verb.name.split():
            words.remove(word)
    options = (*GLOBAL_OPTIONS, *(verb.options if verb else ()))
    values, rest = _read_options(words, options)
    places = [word for word in rest if not _is_option(word)] + places
    if values["help"]:
        return Given(verb, values)
    for word in filter(_is_option, rest):
        raise UsageError(
            "cli-option-unknown", option=word, known=_like(word, (each.flag for each in options))
        )
    if verb is None:
        for word in places:
            raise UsageError("cli-verb-unknown", verb=word, known=_like(word, VERBS))
        return Given(None, values)
    _refuse_twice(words, options)
    for option in verb.options:
        if option.required and values[option.name] is None:
            raise UsageError("cli-option-missing", verb=verb.name, option=f"{option.flag} {option.value}")
    return Given(verb, values | _read_places(verb, places))


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _part_at_dashes(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """What follows a bare ``--`` is no option, whatever it looks like."""
    words = list(argv)
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1 :]


def _find_verb(words: Sequence[str]) -> Verb | None:
    """The first word that is neither an option nor an option's value, where it is a verb, alone or with the next."""
    with_value = {option.flag for verb in VERBS.values() for option in verb.options if option.value}
    with_value |= {option.flag for option in GLOBAL_OPTIONS if option.value}
    is_value = False
    said: list[str] = []
    for word in words:
        if not is_value and not _is_option(word):
            said.append(word)
        is_value = not is_value and word in with_value
    return VERBS.get(" ".join(said[:2])) or VERBS.get(" ".join(said[:1]))


def _read_options(words: Sequence[str], options: Sequence[Option]) -> tuple[dict[str, Any], list[str]]:
    """The values of *options* by name, and the words that belong to none."""
    parser = ArgumentParser(prog="crm", add_help=False, allow_abbrev=False, exit_on_error=False)
    for option in options:
        flags = ("-h", option.flag) if option.flag == "--help" else (option.flag,)
        if not option.value:
            parser.add_argument(*flags, dest=option.name, action="store_true")
        elif option.many:
            parser.add_argument(*flags, dest=option.name, type=option.read, action="append", default=[])
        else:
            parser.add_argument(*flags, dest=option.name, type=option.read)
    try:
        found, rest = parser.parse_known_args(list(words))
    except ArgumentError as error:
        raise _odd_option(error.argument_name or "", options) from None
    return vars(found), rest


def _refuse_twice(words: Sequence[str], options: Sequence[Option]) -> None:
    """Of an option that is said once only, the last would win unseen."""
    for option in options:
        said = [word for word in words if word == option.flag or word.startswith(f"{option.flag}=")]
        if option.value and not option.many and len(said) > 1:
            raise UsageError("cli-option-twice", option=option.flag)


def _odd_option(name: str, options: Iterable[Option]) -> UsageError:
    """Argparse has two more complaints: an option without its value, and a switch with one."""
    for option in options:
        if option.value and option.flag in name.split("/"):
            return UsageError("cli-option-needs-value", option=f"{option.flag} {option.value}")
    return UsageError("cli-option-takes-no-value", option=name)


def _read_places(verb: Verb, places: Sequence[str]) -> dict[str, Any]:
    """The values that stand by their place, by the argument's name in lower case."""
    if len(places) > len(verb.arguments):
        raise UsageError("cli-too-many", verb=verb.name, text=places[len(verb.arguments)])
    values: dict[str, Any] = {}
    for position, argument in enumerate(verb.arguments):
        if position < len(places):
            values[argument.name.lower()] = argument.read(places[position])
        elif argument.required:
            raise UsageError("cli-argument-missing", verb=verb.name, argument=argument.name)
        else:
            values[argument.name.lower()] = None
    return values


def _like(word: str, known: Iterable[str]) -> str:
    """The known words, the likeliest first where one is like *word*."""
    from difflib import get_close_matches

    words = list(known)
    return ", ".join(dict.fromkeys([*get_close_matches(word, words, n=1), *words]))
