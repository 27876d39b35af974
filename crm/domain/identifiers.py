"""Codes of firms and people: what kind of code it is, what is wrong with it, how it is masked.

The check characters are computed by python-stdnum. Nothing here refuses a code: real registers hold codes
that break their own rules, so what is wrong is named by a finding code and the caller decides (it warns).
Source of the rules: GB 32100-2015 (USCC), GB 11714 (organisation codes), GB 11643 (ID numbers).
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache
from operator import mul

_BLANKS_AND_DASHES = re.compile(r"[\s\-_\u00ad\u2010-\u2015\u2212\u200b\u2060\ufeff]+")
# As python-stdnum has it: department, kind and division in digits, then the alphabet without I, O, S, V, Z.
_USCC_FORM = re.compile(r"[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}")
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = bytes.maketrans(_USCC_ALPHABET.encode("ascii"), bytes(range(len(_USCC_ALPHABET))))
_REGISTRATION_NUMBER = re.compile(r"[0-9]{15}")
_ORGANISATION_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")

_PARTS_OF_A_PHONE_CELL = re.compile(r"[^,;/|\n\u3001]+")
_PHONE = re.compile(
    r"""
    (?: (?: (?:\+|00)?86-? )?
        (?: 1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}            # mobile
          | (?: 0[0-9]{2,3}-? | [1-9][0-9]{1,2}- )[0-9]{7,8}   # area code and number
          | [48]00(?:-?[0-9]){7}                       # 400 and 800 numbers
          | [2-9][0-9]{6,7}                            # a number without its area code
          | 9[56][0-9]{3,6} | 1[0-9]{4}                # service numbers
        )
        (?: (?:\*|\#|-|x|ext\.?|\u8f6c|\u5206\u673a):?[0-9]{1,6} )?   # an extension
      | \+(?!86)[1-9][0-9-]{5,18}                      # abroad
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_PARTS_OF_AN_EMAIL_CELL = re.compile(r"[^,;/|\s\u3001]+")


class CodeKind(Enum):
    """What a code of a firm looks like."""

    USCC = "uscc"
    REGISTRATION_NUMBER = "registration_number"
    ORGANISATION_CODE = "organisation_code"
    OTHER = "other"


def clean_code(text: str) -> str:
    """*text* as a code is kept: compatibility form, upper case, no blanks and no dashes."""
    code = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return code.upper() if code.isalnum() else _BLANKS_AND_DASHES.sub("", code).upper()


def kind_of_code(code: str) -> CodeKind:
    """The kind of a clean *code*: 18 characters a USCC, 15 digits an old number, 9 an organisation code."""
    if len(code) == 18:
        return CodeKind.USCC
    if _REGISTRATION_NUMBER.fullmatch(code):
        return CodeKind.REGISTRATION_NUMBER
    if _ORGANISATION_CODE.fullmatch(code):
        return CodeKind.ORGANISATION_CODE
    return CodeKind.OTHER


def uscc_problem(code: str) -> str | None:
    """What is wrong with a clean USCC, or None: ``uscc-length``, ``uscc-alphabet`` or ``uscc-check``."""
    if len(code) != 18:
        return "uscc-length"
    if not _USCC_FORM.fullmatch(code):
        return "uscc-alphabet"
    values = code.encode("ascii").translate(_USCC_VALUES)
    return "uscc-check" if sum(map(mul, values, _uscc_weights())) % len(_USCC_ALPHABET) else None


@cache
def _uscc_weights() -> tuple[int, ...]:
    """The weight of each of the 18 characters, asked of python-stdnum once: ten times as fast as asking for each code.

    Its check character is what brings the weighted sum to a multiple of 31, so a lone 1 tells the weight of its place.
    """
    from stdnum.cn import uscc  # 40 ms of import: only when the first code is checked

    lone = (uscc.calc_check_digit(f"{'0' * place}1") for place in range(17))
    return (*(-_USCC_ALPHABET.index(check) % len(_USCC_ALPHABET) for check in lone), 1)


def id_number_problem(number: str) -> str | None:
    """What is wrong with a clean ID number, or None: ``id-length``, ``id-form``, ``id-check`` or ``id-part``.

    ``id-part`` is a day that does not exist or a county that never had the first six digits.
    """
    from stdnum.cn import ric
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

    try:
        ric.validate(number)
    except InvalidLength:
        return "id-length"
    except InvalidFormat:
        return "id-form"
    except InvalidChecksum:
        return "id-check"
    except InvalidComponent:
        return "id-part"
    return None


def phone_problem(text: str) -> str | None:
    """``phone-form`` where *text* is not one phone number or several; None where it is.

    Several are parted by commas, semicolons, slashes or lines; each may have a country code and an extension.
    """
    cell = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if _PHONE.fullmatch(cell):
        return None
    parts = [
        re.sub(r"[\s()\u2010-\u2015]+", _dash_inside, part.strip())
        for part in _PARTS_OF_A_PHONE_CELL.findall(cell)
    ]
    if parts and all(_PHONE.fullmatch(part.strip("-")) for part in parts):
        return None
    return "phone-form"


def _dash_inside(match: re.Match[str]) -> str:
    """Brackets and dashes part a number like a dash does; a mere blank parts nothing."""
    return "" if match[0].isspace() else "-"


def email_problem(text: str) -> str | None:
    """``email-form`` where *text* is not one e-mail address or several; None where it is."""
    cell = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if _EMAIL.fullmatch(cell):
        return None
    parts = _PARTS_OF_AN_EMAIL_CELL.findall(cell)
    return None if parts and all(_EMAIL.fullmatch(part) for part in parts) else "email-form"


def mask_phone(text: str) -> str:
    """*text* with the middle of each phone number hidden: ``138****5678``."""
    return _PARTS_OF_A_PHONE_CELL.sub(lambda match: _mask(match[0]), text)


def mask_id_number(number: str) -> str:
    """*number* with its middle hidden: the first three and the last four characters stay."""
    return _mask(number)


def _mask(text: str) -> str:
    """The first three and last four characters of *text*; of a short one the last two or none."""
    length = len(text)
    if length >= 11:
        return f"{text[:3]}{'*' * (length - 7)}{text[-4:]}"
    return "*" * (length - 2) + text[-2:] if length >= 7 else "*" * length
