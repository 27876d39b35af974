"""`docs/checks.md`: the language of checks, made of its functions' docstrings, and every check there is."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from crm import paths
from crm.domain.wording import Language
from crm.filings.functions import BY_NAME, FUNCTIONS, OVER_COLUMNS
from crm.services.filings import list_forms
from crm.services.library import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.services.library import Library

_HEAD = """\
# Checks

Made by `python3 tasks.py templates` from the functions' docstrings and the shipped forms; not to be edited by hand.

A check is a relation that a filing must keep. It is data: a `[[check]]` of a form's `form.toml`, or of a set in
`resources/checks/relations.toml` that forms include. Its sentence and remedy stand under its code in
`resources/messages/checks.toml`.

```toml
[[check]]
code = "check-5a-college"
scope = "row:tenants"                  # "form", "row:BLOCK", or "cells": once for each indicator
expression = "college <= employees"
mark = ["college", "employees"]        # where to point
limits = { limit = 50 }                # thresholds by name, in the form's units
missing = "any"                        # see below
severity = "error"                     # or "warning", "info"
source = "Torch tenant form FY2018, items 25.1 and 25.3"
verified = true                        # whether that text was read
```

## Names

| scope | names |
| --- | --- |
| `form` | cells (`total_income`, `total_income.last_year`), facts; columns as `block.column` in sums |
| `row:BLOCK` | the columns of the block; the form's own figures through `of_form()` |
| `cells` | of each indicator in turn `current` and its bases (`last_year`, `growth` …); `rows`, its column |

Everywhere: `period_start`, `period_end`, `last_year_start`, and the check's own limits. A name the form does not
have is an error of the form file, never a check that silently passes.

A `[[fact]]` is a figure that checks need and no cell shows: `indicator`, `population`, `basis` as for a cell;
`period = "year"` for the longer period that the reporting period lies in; `form = "torch-tenant"` for a figure as
that form was filed for the period, else as it would be filed.

## What an expression says

Numbers, texts in quotes, `True` and `False`, `+ - * /`, `< <= == != >= >`, `and or not`, brackets, and the
functions below. Nothing else runs. Values are exact and in the form's unit. Three answers are possible: true,
false, unknown; only false is a finding.

**Missing values.** A value that is missing makes a comparison unknown. `missing = "any"` (the default): a check
does not apply where a value it needs is missing. `"all"`: it does not apply where all are; else the missing ones
count as zero. `"never"`: missing ones always count as zero. `present()`, `both_or_neither()` and `not_both()` look
at what is there in any case.

**Rounding.** A number known only as it was filed, typed or read stands for all it may have been rounded from. A
comparison that this leaves open is unknown, so nothing is found that rounding alone could explain; exact figures
are compared exactly.

**Conditions.** `sum`, `filed_sum` and `count` take a condition on the columns of the same block, row by row:
`sum(tenants.total_income, tenants.high_tech and tenants.employees > 10)`. Other names are those of the check.

**In sentences.** A sentence names a value as the expression does, dots as underscores: `{total_income_last_year}`,
`{sum_tenants_total_income}`, `{previous_total_income}`, with a condition `{sum_where_tenants_total_income}`, a
second one `{sum_where_tenants_total_income_2}`. Also `{tenant}`, `{label}`, `{label_en}`, `{places}` and the
limits.

**Sums.** An error that says `total == part + part` or `adds_up(total, part, …)` also tells the rounding what adds
up; so do `adds_up`, `part_of` and `fixed` of a cell, row or column.

**Included relations.** `include = ["torch-income", { set = "torch-staff", names = { incubator_staff = "staff" }
}]`; `{ set = "torch-rows", checks = ["check-8b-rows"] }` takes some of a set alone.

**Checks of a form bound from a blank.** They have the codes `check-own-total`, `check-own-part`, `check-own-formula`
and `check-own-compulsory`, a `name` that tells them apart (`total:total_income@technology_field`) and by which next
year's form finds them again, and `says`, the relation in the form's own words. `check-own-written` is one that the user
wrote in the binder (`own:code`), with a `remedy` of its own; `written` is what they wrote, to be changed again.

**Groups.** A cell narrowed to a group, `within = { technology_field = ["biomedicine"] }`, is called by its code behind
the figure, `total_income_biomedicine`; a quarter `total_income_q1`, a month `total_income_1`; what other groups leave,
`""` among its codes for what has none, `total_income_rest`.
"""


def page_of_checks(library: Library) -> str:
    """The page, from the functions and the forms as they are now."""
    return "\n".join([_HEAD, *_functions(), *_relations(), *_checks(library)]) + "\n"


def _functions() -> Iterator[str]:
    yield from ("## Functions", "", "| function | what it says |", "| --- | --- |")
    for name, read in BY_NAME.items():
        if name != "value":
            taken = "block.column, condition" if name in OVER_COLUMNS else "name"
            yield f"| `{name}({taken})` | {_said(read)} |"
    for name, function in FUNCTIONS.items():
        letters = ", ".join("abcdefghi"[: function.fewest]) + (
            ", …" if function.most > function.fewest else ""
        )
        yield f"| `{name}({letters})` | {_said(function.work)} |"
    yield ""


def _said(function: object) -> str:
    return " ".join((inspect.getdoc(function) or "").split()).replace("``", "`")


def _relations() -> Iterator[str]:
    yield from ("## Relations to include", "", "| set | checks |", "| --- | --- |")
    for name, relation in read_toml(paths.resources() / "checks" / "relations.toml").items():
        assert isinstance(relation, dict)
        codes = ", ".join(f"`{check['code']}`" for check in relation["check"])
        yield f"| `{name}` | {codes} |"
    yield ""


def _checks(library: Library) -> Iterator[str]:
    yield from ("## Checks of the shipped forms", "")
    told: dict[str, dict[str, list[str]]] = {}
    for form in list_forms(library):
        for check in form.checks:
            where = f"{form.code} {form.year}" + (f", {check.block}" if check.block else "")
            told.setdefault(check.code, {}).setdefault(check.expression.text, []).append(where)
    for code, relations in sorted(told.items()):
        yield from (f"### {code}", "")
        for text, forms in relations.items():
            yield f"- `{text}` ({'; '.join(forms)})"
        message = library.messages.by_code[code]
        for language in Language:
            remedy = message.remedy.in_language(language) if message.remedy else ""
            yield f"- {message.text.in_language(language)} — {remedy}"
        yield ""
