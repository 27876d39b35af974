"""What the demo's tenants achieve: rights, qualifications, investments, contracts, talents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm.db.models import Financing, Qualification, Talent, TechnologyContract
from crm.services.demo.lives import last_day
from crm.services.demo.rights import Right, build_rights
from crm.services.demo.workdays import working_day, years_later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.services.demo.dice import Dice
    from crm.services.demo.ledger import Ledger
    from crm.services.demo.lives import Life
    from crm.services.demo.script import Script

_MONTH = 30
_FEN_OF_TEN_THOUSAND = 1_000_000


@dataclass(frozen=True, slots=True)
class Deal:
    """Money that came in on a day, in fen: an investment or a contract."""

    on: date
    amount: int


@dataclass(slots=True)
class Deeds:
    """What one tenant achieved, as far as its figures tell of it."""

    rights: list[Right] = field(default_factory=list)
    financings: list[Deal] = field(default_factory=list)
    contracts: list[Deal] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    """Kinds of qualification that are valid on the demo's last day."""
    doctors_since: list[date] = field(default_factory=list)
    """Days on which a talent with a doctor's degree arrived."""


def build_achievements(
    ledger: Ledger, script: Script, lives: Sequence[Life], organisations: Mapping[str, int]
) -> dict[int, Deeds]:
    """All achievements as rows; by tenant id what the figures need to know of them."""
    deeds = {life.tenant_id: Deeds() for life in lives}
    known = known_tenants(lives)
    for life in lives:
        if life.entered_on is not None:
            deeds[life.tenant_id].rights = build_rights(ledger, script, life)
            _qualify(ledger, script, life, deeds[life.tenant_id])
            _invest(ledger, script, life, deeds[life.tenant_id])
            _contract(ledger, script, life, deeds[life.tenant_id])
    _transfer(ledger, script, known, organisations, deeds)
    _welcome_talents(ledger, script, known, deeds)
    return deeds


def known_tenants(lives: Sequence[Life]) -> dict[str, Life]:
    """Lives by the tenant's role and by its short name."""
    return {life.cast.short: life for life in lives} | {
        life.cast.role: life for life in lives if life.cast.role
    }


# ----------------------------------------------------------------------------------------- qualifications


def _qualify(ledger: Ledger, script: Script, life: Life, deeds: Deeds) -> None:
    for kind, granted, until in sorted(_titles(life, script), key=lambda title: (title[1], title[0])):
        title = script.phrases.qualification(kind)
        ledger.add(
            Qualification,
            tenant_id=life.tenant_id,
            kind=kind,
            title=title.title,
            level=title.level,
            issuer=title.issuer,
            number=f"{granted.year}9914{life.number:04d}{granted.month:02d}",
            granted_on=granted,
            until_on=None if until is None else until - timedelta(days=1),
            evidence=f"{title.title}-{life.cast.short}-{granted.year}.pdf",
        )
        if until is None or until > script.as_of:
            deeds.titles.add(kind)


def _titles(life: Life, script: Script) -> Iterator[tuple[str, date, date | None]]:
    """Kind, day of grant and first day no longer valid of each title."""
    if life.cast.role == "media":
        yield "livestream_base", date(2021, 12, 16), None
    if life.cast.service or life.entered_on is None:
        return
    dice, business, last = life.dice("titles"), life.cast.business, last_day(life, script)
    if business.rd >= 6 and dice.chance(820):
        for year in range(life.entered_on.year + 1, last.year + 1):
            granted = date(year, 4, 12) + timedelta(days=dice.below(130))
            if granted <= last:
                yield "technology_sme", granted, date(year + 1, 1, 1)
    yield from _high_tech(life, dice, last)
    if dice.chance(330):
        granted = life.entered_on + timedelta(days=dice.between(400, 800))
        if granted <= min(last, date(2026, 3, 31)):
            yield "innovative_sme", granted, years_later(granted, 3)
            specialised = granted + timedelta(days=dice.between(300, 500))
            if dice.chance(450) and specialised <= last:
                yield "specialised_sme", specialised, years_later(specialised, 3)


def _high_tech(life: Life, dice: Dice, last: date) -> Iterator[tuple[str, date, date | None]]:
    """The certificate is granted late in a year and holds three; who graduated by it had it before."""
    entered = life.entered_on or last
    promised = next((turn.on for turn in life.cast.path if turn.why == "high_tech"), None)
    if promised is not None:
        granted = date(promised.year - 1, 11, 18) + timedelta(days=dice.below(30))
        if granted < entered + timedelta(days=120):
            granted = promised - timedelta(days=dice.between(12, 30))
    elif life.cast.business.rd >= 7 and dice.chance(560):
        granted = date(entered.year + 2, 11, 18) + timedelta(days=dice.below(30))
    else:
        return
    while granted <= last:
        yield "high_tech", granted, years_later(granted, 3)
        granted = years_later(granted, 3) - timedelta(days=dice.between(0, 9))


# ------------------------------------------------------------------------------------ money and contracts


def _invest(ledger: Ledger, script: Script, life: Life, deeds: Deeds) -> None:
    people = script.people
    dice = life.dice("investment")
    for name, own, deal in _deals(life, script, dice):
        ledger.add(
            Financing,
            tenant_id=life.tenant_id,
            round=name,
            investor=people.own_fund if own else dice.pick(people.investors),
            is_own_fund=own,
            amount=deal.amount,
            paid_in=deal.amount if deal.on + timedelta(days=60) <= script.as_of else None,
            on_date=deal.on,
            registered_on=deal.on + timedelta(days=45)
            if deal.on + timedelta(days=45) <= script.as_of
            else None,
        )
        deeds.financings.append(deal)


def _deals(life: Life, script: Script, dice: Dice) -> Iterator[tuple[str, bool, Deal]]:
    """Round, whether the house's own fund gave it, and the deal."""
    entered, last = life.entered_on, last_day(life, script)
    if entered is None or life.cast.service:
        return
    promised = next((turn.on for turn in life.cast.path if turn.why == "financing"), None)
    for plan in script.deals:
        if plan.tenant == life.cast.short:
            yield plan.round, False, Deal(plan.on, plan.amount)
    rounds = script.phrases.some("financing", "rounds")
    seed = working_day(entered + timedelta(days=dice.between(90, 330)))
    if dice.chance(230) and seed <= last:
        yield rounds[0], True, Deal(seed, dice.between(30, 100) * _FEN_OF_TEN_THOUSAND)
    if promised is not None:
        first = working_day(entered + (promised - entered) // 3)
        yield rounds[1], False, Deal(first, dice.between(30, 45) * 10 * _FEN_OF_TEN_THOUSAND)
        second = working_day(promised - timedelta(days=dice.between(40, 120)))
        yield rounds[2], False, Deal(second, dice.between(40, 120) * 10 * _FEN_OF_TEN_THOUSAND)
    elif dice.chance(260):
        on = working_day(entered + timedelta(days=dice.between(300, 900)))
        if on <= last:
            yield rounds[1], False, Deal(on, dice.between(10, 60) * 10 * _FEN_OF_TEN_THOUSAND)


def _contract(ledger: Ledger, script: Script, life: Life, deeds: Deeds) -> None:
    """Contracts of development, service and consulting that the tenant has registered."""
    dice, business, last = life.dice("contracts"), life.cast.business, last_day(life, script)
    day = (life.entered_on or last) + timedelta(days=dice.between(60, 240))
    serial = 0
    while day <= last and business.rd >= 9:
        signed = working_day(day)
        if dice.chance(430) and signed <= last:
            kind = dice.pick(("development", "service", "service", "consulting"))
            deal = Deal(signed, dice.between(60, 900) * _FEN_OF_TEN_THOUSAND // 10)
            ledger.add(
                TechnologyContract,
                tenant_id=life.tenant_id,
                organisation_id=None,
                kind=kind,
                status="signed",
                title=script.phrases.one("contract", kind).format(
                    product=business.products[serial % len(business.products)]
                ),
                party_a=dice.pick(script.phrases.some("contract", "clients")),
                party_b=life.cast.name,
                amount=deal.amount,
                signed_on=signed,
            )
            deeds.contracts.append(deal)
            serial += 1
        day += timedelta(days=dice.between(4, 8) * _MONTH)


def _transfer(
    ledger: Ledger,
    script: Script,
    known: Mapping[str, Life],
    organisations: Mapping[str, int],
    deeds: Mapping[int, Deeds],
) -> None:
    """The transfers that the site brought about."""
    for plan in script.contracts:
        life = known[plan.tenant] if plan.tenant else None
        ledger.add(
            TechnologyContract,
            tenant_id=life.tenant_id if life else None,
            organisation_id=organisations[plan.organisation],
            kind=plan.kind,
            status=plan.status,
            title=plan.title,
            party_a=life.cast.name if life else plan.party_a,
            party_b=plan.party_b,
            amount=plan.amount,
            signed_on=plan.signed_on,
        )
        if life and plan.signed_on and plan.amount:
            deeds[life.tenant_id].contracts.append(Deal(plan.signed_on, plan.amount))


def _welcome_talents(
    ledger: Ledger, script: Script, known: Mapping[str, Life], deeds: Mapping[int, Deeds]
) -> None:
    for plan in script.talents:
        life = known[plan.tenant]
        ledger.add(
            Talent,
            tenant_id=life.tenant_id,
            name=plan.name,
            title=plan.title,
            title_level=plan.level,
            education=plan.education,
            years_abroad=plan.years_abroad,
            is_founder=plan.founder,
            arrived_on=plan.arrived_on,
            note=plan.note,
        )
        if plan.education == "doctor":
            deeds[life.tenant_id].doctors_since.append(plan.arrived_on)
