"""The tenants' register of the demo: the record, former names, people and stages of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.db.models import Contact, Founder, StageRecord, Tenant, TenantName
from crm.domain.text import name_key
from crm.services.demo.people import Person, meet_person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.services.demo.achievements import Deeds
    from crm.services.demo.ledger import Ledger
    from crm.services.demo.lives import Life
    from crm.services.demo.premises import House
    from crm.services.demo.script import Script, TalentPlan
    from crm.services.library import Library

_FEN_OF_TEN_THOUSAND = 1_000_000
_CAPITAL = (50, 100, 100, 200, 200, 300, 300, 500, 500, 1_000)
"""Registered capital in ten thousand yuan."""
_FOUNDER_KINDS = (
    "student",
    "large_company",
    "large_company",
    "academic",
    "other",
    "student",
    "public_sector",
    "returnee",
    "other",
    "academic",
)
_EDUCATION = {"student": "bachelor", "academic": "doctor", "returnee": "master"}
_ROLE_KINDS = {"student_founder": "student", "returnee_founder": "returnee", "big_data_team": "academic"}


@dataclass(frozen=True, slots=True)
class Head:
    """Who leads a tenant and where that person comes from."""

    person: Person
    kind: str
    education: str
    years_abroad: int
    note: str


def capital_of(life: Life) -> int:
    """The registered capital at founding, in fen."""
    large = 2 if life.cast.name.endswith("股份有限公司") else 1
    return life.dice("capital").pick(_CAPITAL) * large * _FEN_OF_TEN_THOUSAND


def head_of(life: Life, script: Script) -> Head:
    """The founder: a talent where the script says so, else somebody new."""
    dice = life.dice("head")
    talent = _founding_talent(life, script)
    kind = _ROLE_KINDS.get(life.cast.role) or dice.pick(_FOUNDER_KINDS)
    if talent is not None:
        if talent.years_abroad >= 4:
            kind = "returnee"
        return Head(
            Person(talent.name, talent.gender), kind, talent.education, talent.years_abroad, talent.note
        )
    person = meet_person(dice, script.people)
    education = _EDUCATION.get(kind) or dice.pick(("bachelor", "bachelor", "master", "college"))
    return Head(person, kind, education, dice.between(1, 6) if kind == "returnee" else 0, "")


def _founding_talent(life: Life, script: Script) -> TalentPlan | None:
    mine = {life.cast.role, life.cast.short}
    return next((plan for plan in script.talents if plan.founder and plan.tenant in mine), None)


def build_register(
    ledger: Ledger,
    library: Library,
    script: Script,
    lives: Sequence[Life],
    house: House,
    deeds: Mapping[int, Deeds],
) -> None:
    """All tenants with their former names, founders, contacts and stage histories."""
    entries: dict[int, int] = {}
    for life in lives:
        year = (life.entered_on or life.steps[0].on).year
        entries[year] = entries.get(year, 0) + 1
        head = head_of(life, script)
        serial = f"{year}{entries[year]:03d}"
        ledger.add(Tenant, **_tenant_row(life, library, script, head, house, deeds[life.tenant_id], serial))
        _add_names(ledger, life)
        _add_people(ledger, life, script, head)
        _add_stages(ledger, life)


def _tenant_row(
    life: Life,
    library: Library,
    script: Script,
    head: Head,
    house: House,
    deeds: Deeds,
    serial: str,
) -> dict[str, Any]:
    cast, business, dice = life.cast, life.cast.business, life.dice("register")
    housing = house.housings.get(life.tenant_id)
    rooms = housing.rooms if housing and housing.area_on(script.as_of) else ()
    contact = meet_person(dice, script.people)
    is_registered = life.founded_on is not None
    return {
        "name": cast.name,
        "name_key": name_key(cast.name),
        "external_id": f"ZC4-{serial}" if life.entered_on else None,
        "uscc": _credit_code(life.number) if is_registered else None,
        "registration_number": None,
        "short_name": cast.short,
        "founded_on": life.founded_on,
        "registration_type": _registration_type(life) if is_registered else None,
        "industry": business.industry,
        "industry_letter": library.vocabulary["industry"].group(business.industry) or None,
        "technology_field": business.field,
        "taxpayer_type": ("general" if cast.staff[1] >= 14 or dice.chance(300) else "small_scale")
        if is_registered
        else None,
        "registered_capital": capital_of(life) if is_registered else None,
        "legal_representative": head.person.name if is_registered else "",
        "contact": contact.name,
        "phone": _phone(life.number),
        "email": f"office@t{life.number:03d}.example",
        "address": f"{script.own.address}{rooms[0].number}" if rooms else "",
        "website": f"https://t{life.number:03d}.example" if dice.chance(600) else "",
        "room": "、".join(room.number for room in rooms),
        "area": sum(room.area for room in rooms) or None,
        "founders": head.person.name,
        "founder_kind": head.kind,
        "founder_serial": dice.chance(220),
        "founder_gender": head.person.gender,
        "founder_education": head.education,
        "has_mentor": None if life.entered_on is None else not cast.service and dice.chance(900),
        "high_tech": "high_tech" in deeds.titles,
        "technology_sme": "technology_sme" in deeds.titles,
        "employees": cast.staff[0] if life.entered_on is None else None,
        "description": business.line,
        "note": "",
        "origin": _origin(life, script),
        "extra": None,
    }


def _registration_type(life: Life) -> str:
    if life.cast.name.endswith("股份有限公司"):
        return "174"
    return life.dice("form").pick(("173", "173", "173", "173", "159"))


def _credit_code(number: int) -> str:
    """A code with right check characters and a division that was never handed out: nobody's."""
    from stdnum.cn import uscc

    body = f"MAXX{number:04d}"
    return (code := f"91140799{body}{_organisation_check(body)}") + uscc.calc_check_digit(code)


def _organisation_check(body: str) -> str:
    """The check character of a nine-character organisation code (GB 11714), which stdnum does not compute."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(one, 36) * weight for one, weight in zip(body, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _phone(number: int) -> str:
    return f"1380000{number:04d}"


def _origin(life: Life, script: Script) -> str:
    """Which resource network brought the tenant, for one in three."""
    networks = sorted({partner.network for partner in script.organisations if partner.network})
    return life.dice("origin").pick(("", "", "", "", *networks))


def _add_names(ledger: Ledger, life: Life) -> None:
    since = life.founded_on
    for former in life.cast.former:
        ledger.add(
            TenantName,
            tenant_id=life.tenant_id,
            name=former.name,
            name_key=name_key(former.name),
            from_on=since,
            until_on=former.until,
        )
        since = former.until


def _add_people(ledger: Ledger, life: Life, script: Script, head: Head) -> None:
    dice = life.dice("people")
    ledger.add(
        Founder,
        tenant_id=life.tenant_id,
        name=head.person.name,
        gender=head.person.gender,
        education=head.education,
        id_number="",
        years_abroad=head.years_abroad or None,
        note=head.note,
    )
    if life.in_house:
        ledger.add(
            Contact,
            tenant_id=life.tenant_id,
            name=meet_person(dice, script.people).name,
            role=dice.pick(script.people.roles),
            phone=_phone(5_000 + life.number),
            email=f"report@t{life.number:03d}.example",
        )


def _add_stages(ledger: Ledger, life: Life) -> None:
    nexts = [step.on for step in life.steps[1:]]
    for position, (step, until) in enumerate(zip(life.steps, [*nexts, None], strict=True), start=1):
        ledger.add(
            StageRecord,
            tenant_id=life.tenant_id,
            position=position,
            stage=step.stage.value,
            on_date=step.on,
            until_date=until,
            reason=step.reason,
            allowed_by=step.allowed_by,
            detail=step.detail,
        )
