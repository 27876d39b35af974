"""The demo's work with others: organisations, cooperations, projects, policies and services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm.db.models import Cooperation, Organisation, Policy, Project, ServiceRecord
from crm.domain.lifecycle import Stage
from crm.services.demo.dice import Dice
from crm.services.demo.people import meet_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.services.demo.ledger import Ledger
    from crm.services.demo.lives import Life
    from crm.services.demo.script import PolicyPlan, Script

_MENTORS = 26
_NO_EVIDENCE = ""


def build_organisations(ledger: Ledger, script: Script) -> dict[str, int]:
    """All organisations; their ids by name."""
    ids = {}
    for university in script.universities:
        ids[university.name] = ledger.add(
            Organisation,
            name=university.name,
            kind="university",
            region=university.region,
            network=university.network,
        )
    for partner in script.organisations:
        ids[partner.name] = ledger.add(
            Organisation, name=partner.name, kind=partner.kind, region=partner.region, network=partner.network
        )
    return ids


def build_cooperations(
    ledger: Ledger, script: Script, known: Mapping[str, Life], organisations: Mapping[str, int]
) -> None:
    """Agreements, joint research, platforms and the commission to run the site."""
    for plan in script.cooperations:
        life = known[plan.tenant] if plan.tenant else None
        ledger.add(
            Cooperation,
            organisation_id=organisations[plan.organisation],
            tenant_id=life.tenant_id if life else None,
            partner=life.cast.name if life else plan.partner or script.own.operator,
            kind=plan.kind,
            level=plan.level,
            title=plan.title,
            signed_on=plan.signed_on,
            until_on=plan.until_on,
        )


def build_projects(
    ledger: Ledger,
    script: Script,
    known: Mapping[str, Life],
    organisations: Mapping[str, int],
    events: Mapping[date, int],
) -> None:
    """Projects with a story of their own, then those matched at meetings; *events* are matchmakings by day."""
    for plan in script.projects:
        life = known[plan.tenant] if plan.tenant else None
        ledger.add(
            Project,
            title=plan.title,
            kind=plan.kind,
            stage=plan.stage,
            technology_field=plan.field,
            organisation_id=organisations[plan.organisation],
            tenant_id=life.tenant_id if life else None,
            event_id=None,
            brought_in_on=plan.brought_in_on,
            expected_jobs=plan.expected_jobs,
            description=plan.description,
            evidence=plan.evidence,
        )
    for matched in script.matched:
        dice = Dice(f"matched/{matched.on}")
        sources = _sources(script, matched.on)
        for field, title in matched.projects:
            source = dice.pick(sources)
            moved_in = known[script.moved_in[title]] if title in script.moved_in else None
            ledger.add(
                Project,
                title=title,
                kind="matched",
                stage="moved_in" if moved_in else "matched",
                technology_field=field,
                organisation_id=organisations[source],
                tenant_id=moved_in.tenant_id if moved_in else None,
                event_id=events.get(matched.on),
                brought_in_on=matched.on,
                expected_jobs=None,
                description=script.phrases.one("project", "matched").format(source=source),
                evidence=_NO_EVIDENCE,
            )


def _sources(script: Script, day: date) -> list[str]:
    """Universities and institutes that projects come from; at the launch all that were there from the start."""
    early = date(2020, 12, 31)
    universities = [plan.name for plan in script.universities if plan.served_on <= max(day, early)]
    return universities + [plan.name for plan in script.organisations if plan.kind == "institute"]


def build_services(
    ledger: Ledger, script: Script, lives: Sequence[Life], organisations: Mapping[str, int]
) -> None:
    """The policy library, mentoring, policy matching and payout, inspections, and services on campus."""
    policies = [
        (
            plan,
            ledger.add(
                Policy,
                title=plan.title,
                issuer=plan.issuer,
                region=plan.region,
                published_on=plan.published_on,
            ),
        )
        for plan in script.policies
    ]
    mentors = [meet_person(Dice(f"mentor/{number}"), script.people).name for number in range(_MENTORS)]
    services = [
        *(service for life in lives for service in _services_of(life, script, policies, mentors)),
        *_campus_services(script, organisations),
    ]
    for on, tenant_id, organisation_id, policy_id, kind, text in sorted(
        services, key=lambda service: (service[0], service[1] or 0, service[2] or 0, service[4])
    ):
        ledger.add(
            ServiceRecord,
            kind=kind,
            tenant_id=tenant_id,
            organisation_id=organisation_id,
            policy_id=policy_id,
            on_date=on,
            description=text,
        )


_Service = tuple[date, int | None, int | None, int | None, str, str]
"""Day, tenant, organisation, policy, kind, description."""


def _services_of(
    life: Life, script: Script, policies: Sequence[tuple[PolicyPlan, int]], mentors: Sequence[str]
) -> Iterator[_Service]:
    entered = life.entered_on
    if entered is None:
        return
    dice, phrases, tenant = life.dice("services"), script.phrases, life.tenant_id
    last = (life.left_on or script.as_of) - timedelta(days=1)
    day = entered + timedelta(days=dice.between(20, 70))
    is_incubated = any(step.stage is Stage.INCUBATING for step in life.steps)
    mentor = dice.pick(mentors)
    while day <= last and is_incubated:
        theme = dice.pick(phrases.some("mentoring", "themes"))
        text = phrases.one("mentoring", "line").format(mentor=mentor, theme=theme)
        yield day, tenant, None, None, "mentoring", text
        day += timedelta(days=dice.between(95, 190))
    day = entered + timedelta(days=dice.between(60, 200))
    while day <= last:
        plan, policy_id = dice.pick([held for held in policies if (held[0].published_on) <= day])
        match = phrases.one("service", "policy_match").format(policy=plan.title)
        yield day, tenant, None, policy_id, "policy_match", match
        paid = day + timedelta(days=dice.between(70, 140))
        if dice.chance(380) and paid <= last:
            payout = phrases.one("service", "policy_payout").format(policy=plan.title)
            yield paid, tenant, None, policy_id, "policy_payout", payout
        day += timedelta(days=dice.between(200, 380))
    for year in range(entered.year, last.year + 1):
        checked = date(year, 11, 2) + timedelta(days=dice.below(16))
        if entered < checked <= last:
            result = dice.pick(phrases.some("service", "safety_results"))
            text = phrases.one("service", "safety_inspection").format(result=result)
            yield checked, tenant, None, None, "safety_inspection", text


def _campus_services(script: Script, organisations: Mapping[str, int]) -> Iterator[_Service]:
    for university in script.universities:
        dice = Dice(f"campus/{university.name}")
        day = university.served_on
        while day <= script.as_of:
            text = dice.pick(script.phrases.some("service", "campus_service"))
            yield day, None, organisations[university.name], None, "campus_service", text
            day += timedelta(days=dice.between(110, 260))
