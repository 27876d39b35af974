"""Indicators, fields and words as data: what is read, and what is refused by name and place."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from crm import paths
from crm.domain.errors import CrmError, DataFormatError, NotFoundError
from crm.domain.fields import FieldKind, fields_from_tables
from crm.domain.indicators import Counted, Nature, catalogue_from_tables
from crm.domain.wording import Language, Words


def indicator(**changes: object) -> dict[str, Any]:
    table: dict[str, Any] = {
        "zh": "总收入",
        "en": "Total income",
        "unit": "yuan",
        "nature": "flow",
        "definition": {"zh": "全部收入", "en": "All income"},
        "origin": "a form",
        "verified": True,
        "form_item": "20",
    }
    table.update(changes)
    return {name: value for name, value in table.items() if value is not None}


def test_an_indicator_is_read_with_its_words_unit_and_source() -> None:
    catalogue = catalogue_from_tables(
        {
            "total_income": indicator(),
            "talks": indicator(
                source={"records": "events", "filters": {"kind": "talk", "role": ["host", "guest"]}}
            ),
            "rooms": indicator(nature="stock", source={"records": "rooms"}, verified=None),
        }
    )
    income = catalogue["total_income"]
    assert income.is_reported
    assert income.name.in_language(Language.EN) == "Total income"
    assert income.definition.in_language(Language.ZH) == "全部收入"
    assert (income.nature, income.source.counted, income.verified) == (Nature.FLOW, Counted.IN_PERIOD, True)
    assert catalogue["talks"].source.filters == {"kind": ("talk",), "role": ("host", "guest")}
    assert not catalogue["talks"].is_reported
    assert catalogue["rooms"].source.counted is Counted.VALID_AT
    assert not catalogue["rooms"].verified
    assert "rooms" in catalogue
    assert [one.code for one in catalogue] == ["total_income", "talks", "rooms"]
    assert [one.code for one in catalogue.reported] == ["total_income"]


def test_what_the_operator_states_is_neither_reported_nor_counted() -> None:
    catalogue = catalogue_from_tables(
        {"assets": indicator(source={"records": "operator"}), "sales": indicator()}
    )
    assert [one.code for one in catalogue.stated] == ["assets"]
    assert [one.code for one in catalogue.reported] == ["sales"]
    assert catalogue["assets"].source.amount == "value"


def test_an_unknown_indicator_is_refused_by_name() -> None:
    with pytest.raises(NotFoundError, match="indicator-unknown"):
        catalogue_from_tables({})["nonsense"]


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"zh": None}, "data-words-missing", "x"),
        ({"definition": None}, "data-words-missing", "x.definition"),
        ({"unit": "bushel"}, "data-value-unknown", "x.unit"),
        ({"unit": None}, "data-text-missing", "x.unit"),
        ({"nature": "rate"}, "data-value-unknown", "x.nature"),
        ({"origin": None}, "data-text-missing", "x.origin"),
        ({"source": 3}, "data-not-a-table", "x.source"),
        ({"source": {"filters": 3}}, "data-not-a-table", "x.source.filters"),
        ({"source": {"counted": "sometimes"}}, "data-value-unknown", "x.source.counted"),
    ],
)
def test_a_faulty_indicator_is_refused_with_its_place(
    changes: dict[str, object], code: str, where: str
) -> None:
    with pytest.raises(DataFormatError) as caught:
        catalogue_from_tables({"x": indicator(**changes)})
    assert caught.value.code == code
    assert caught.value.values["where"] == where


def test_a_part_names_reported_figures_of_its_own_unit() -> None:
    people = {"unit": "person", "nature": "stock"}
    catalogue = catalogue_from_tables(
        {"staff": indicator(**people), "college": indicator(**people, part_of=["staff"])}
    )
    assert catalogue["college"].part_of == ("staff",)
    assert catalogue["staff"].part_of == ()


@pytest.mark.parametrize(
    ("whole", "changes"),
    [
        ("nobody", {}),
        ("money", {}),
        ("rooms", {}),
        ("college", {}),
        ("staff", {"source": {"records": "talents"}}),
    ],
)
def test_a_part_of_what_cannot_be_its_whole_is_refused(whole: str, changes: dict[str, object]) -> None:
    people = {"unit": "person", "nature": "stock"}
    tables = {
        "staff": indicator(**people),
        "money": indicator(),
        "rooms": indicator(**people, source={"records": "rooms"}),
        "college": indicator(**people, part_of=[whole], **changes),
    }
    with pytest.raises(DataFormatError) as caught:
        catalogue_from_tables(tables)
    assert (caught.value.values["where"], caught.value.values["value"]) == ("college.part_of", whole)


def test_the_shipped_parts_are_those_that_the_forms_check() -> None:
    with (paths.resources() / "indicators.toml").open("rb") as file:
        catalogue = catalogue_from_tables(tomllib.load(file))
    parts = {(one.code, whole) for one in catalogue for whole in one.part_of}
    assert ("college", "employees") in parts
    assert ("ip_valid_software", "ip_valid") in parts
    with (paths.resources() / "forms/torch/tenant/2018/form.toml").open("rb") as file:
        checks = {str(check["expression"]) for check in tomllib.load(file)["check"]}
    simple = {pair for pair in parts if f"{pair[0]} <= {pair[1]}" in checks}
    of_sum = {pair for pair in parts if pair[1] == "ip_valid"}
    assert simple | of_sum == parts


def test_an_indicator_that_is_no_table_is_refused() -> None:
    with pytest.raises(DataFormatError, match="data-not-a-table"):
        catalogue_from_tables({"x": 3})


def test_fields_are_read_in_order_with_kind_and_unit() -> None:
    fields = fields_from_tables(
        {
            "name": {"zh": "名称", "en": "Name", "kind": "name"},
            "phone": {"zh": "电话", "en": "Phone", "kind": "phone", "personal": True},
            "area": {"zh": "面积", "en": "Area", "kind": "area", "unit": "square_metre"},
        }
    )
    assert list(fields) == ["name", "phone", "area"]
    assert fields["phone"].personal
    assert fields["phone"].unit is None
    assert fields["area"].unit is not None
    assert fields["name"].kind is FieldKind.NAME


def test_a_faulty_field_is_refused_with_its_place() -> None:
    with pytest.raises(DataFormatError, match="data-value-unknown"):
        fields_from_tables({"x": {"zh": "一", "en": "x", "kind": "strange"}})
    with pytest.raises(DataFormatError, match="data-not-a-table"):
        fields_from_tables({"x": 3})


def test_words_need_both_languages() -> None:
    assert Words.from_table({"zh": "一", "en": "one"}, where="x") == Words("一", "one")
    with pytest.raises(DataFormatError, match="data-words-missing"):
        Words.from_table({"zh": "一", "en": ""}, where="x")


def test_a_citation_may_serve_both_languages_or_have_words_in_each() -> None:
    assert Words.from_value("ISO 8601", where="x") == Words("ISO 8601", "ISO 8601")
    assert Words.from_value({"zh": "一", "en": "one"}, where="x") == Words("一", "one")
    with pytest.raises(DataFormatError, match="data-text-missing"):
        Words.from_value(3, where="x")


def test_an_error_reads_as_its_code_and_values() -> None:
    assert str(CrmError("undo-nothing")) == "undo-nothing"
    assert str(CrmError("form-unknown", form="x")) == "form-unknown (form=x)"


def test_the_shipped_indicators_cover_the_27_items_of_the_torch_tenant_form() -> None:
    tables = tomllib.loads((paths.resources() / "indicators.toml").read_text(encoding="utf-8"))
    catalogue = catalogue_from_tables(tables)
    items = {one.form_item for one in catalogue.reported}
    assert {"17", "18", "19", "20", "21", "22", "23", "24"} <= items
    assert {f"25.{n}" for n in range(1, 7)} <= items
    assert {f"26.{n}" for n in range(1, 14)} <= items
    for one in catalogue:
        assert one.definition.zh
        assert one.origin.zh


def test_the_shipped_fields_are_well_formed() -> None:
    fields = fields_from_tables(
        tomllib.loads((paths.resources() / "fields.toml").read_text(encoding="utf-8"))
    )
    assert fields["phone"].personal
    assert all((field.kind is not FieldKind.CHOICE) or field.choices for field in fields.values())
