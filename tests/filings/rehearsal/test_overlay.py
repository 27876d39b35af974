"""The user's own numbers over the shipped ones: seen to be changed, and no longer taken for verified."""

from __future__ import annotations

from datetime import date

from crm.filings.rehearsal.overlay import lay_over, with_criterion, with_dates

SHIPPED = {
    "criteria": {"income": {"operator": ">=", "limit": 100, "verified": True}},
    "industries": {"software": {"prefixes": ["65"], "measures": {"income": [1, 2, 3]}, "verified": True}},
}


def test_the_lower_limits_of_an_industry_are_seen_to_be_changed() -> None:
    own = {"industries": {"software": {"measures": {"income": [1, 2, 4]}}}}
    merged = lay_over(SHIPPED["industries"], own["industries"])["software"]
    assert merged == {
        "prefixes": ["65"],
        "measures": {"income": [1, 2, 4]},
        "shipped": {"income": [1, 2, 3]},
        "verified": False,
    }
    assert lay_over(SHIPPED, {}) == SHIPPED


def test_a_number_put_back_to_the_shipped_one_is_left_out_of_the_user_s_file() -> None:
    own = {"note": "n", "criteria": {"income": {"limit": 80}}}
    values = {"limit": 100, "edited_by": "王芳"}
    kept = with_criterion(own, "income", values, variant="", shipped=SHIPPED)
    assert kept == {"note": "n", "criteria": {"income": {"edited_by": "王芳"}}}
    assert with_criterion(own, "income", None, variant="", shipped=SHIPPED) == {"note": "n"}


def test_a_criterion_of_the_user_s_own_keeps_its_number_and_all_the_rest() -> None:
    own = {"criteria": {"staff": {"operator": ">=", "limit": 5}}}
    kept = with_criterion(own, "staff", {"limit": 7}, variant="", shipped=SHIPPED)
    assert kept == {"criteria": {"staff": {"operator": ">=", "limit": 7}}}


def test_of_several_variants_only_the_number_of_one_is_changed() -> None:
    shipped = {"criteria": {"income": {"operator": ">=", "limit": {"wide": 50, "deep": 30}}}}
    kept = with_criterion({}, "income", {"limit": 40}, variant="wide", shipped=shipped)
    assert kept == {"criteria": {"income": {"limit": {"wide": 40}}}}


def test_the_days_of_a_rule_set_are_written_with_the_day_they_were_looked_up() -> None:
    since, until, today = date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 15)
    own = with_dates({"note": "n"}, since=since, until=until, checked_on=today)
    assert own == {"since": since, "checked_on": today, "dates_verified": True, "until": until, "note": "n"}
    assert "until" not in with_dates(own, since=since, until=None, checked_on=today)
