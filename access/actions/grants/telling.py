"""What people are told by mail about their grants."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from access.actions import mail
from access.enums import MailKind
from access.models import Grant, Unit, User
from access.permissions import Permission
from access.queries import accesses


def given(grant: Grant) -> None:
    """Tell somebody that they have been given a role. Whoever has no password yet is invited by a mail of its own."""
    if grant.user.has_usable_password():
        tell("grant_given", [grant.user], unit=grant.unit, occasion=grant.pk, grant=grant)


def notice(grant: Grant) -> None:
    """Tell somebody that their grant will end, why, and how to appeal."""
    tell("grant_notice", [grant.user], unit=grant.unit, occasion=f"{grant.pk}:{grant.ends_on}", grant=grant)


def ended(grant: Grant, *, signed_out: bool, may_appeal: bool) -> None:
    """Tell somebody that their grant has ended, why, and how to appeal where that can be done."""
    about = {"grant": grant, "signed_out": signed_out, "may_appeal": may_appeal}
    tell("grant_ended", [grant.user], unit=grant.unit, occasion=grant.pk, **about)


def urgent(grant: Grant) -> None:
    """Tell those who decide in the units above that somebody here ended a grant without notice.

    Where nothing is above, it goes to the others who decide here.
    """
    above = accesses.holding(set(grant.unit.lineage()) - {grant.unit_id})
    deciders = [one.user for one in above if one.may(Permission.GIVE_ACCESS, grant.unit)]
    people = deciders or accesses.holders(grant.unit, [Permission.GIVE_ACCESS])
    concerned = {grant.user_id, grant.ended_by_id}
    told = [person for person in people if person.pk not in concerned]
    tell("grant_urgent", told, unit=grant.unit, occasion=grant.pk, grant=grant)


def ends_soon(grant: Grant) -> None:
    """Tell somebody that their grant will end by itself, and how it is renewed."""
    tell("grant_ends", [grant.user], unit=grant.unit, occasion=f"{grant.pk}:{grant.ends_on}", grant=grant)


def renewed(grant: Grant) -> None:
    """Tell somebody that their grant goes on."""
    tell("grant_renewed", [grant.user], unit=grant.unit, occasion=f"{grant.pk}:{grant.ends_on}", grant=grant)


def tell(letter: str, people: Iterable[User], *, unit: Unit, occasion: object, **about: object) -> None:
    """Mail the letter access/emails/<letter>.txt to each of these people.

    `occasion` names what happened, so that the same thing is never mailed twice to the same person.
    """
    links = {
        "mine": f"{settings.BASE_URL}{reverse('access:mine')}",
        "here": _link("access:grants", unit),
        "desk": _link("access:desk", unit),
    }
    for person in {one.pk: one for one in people if one.is_active}.values():
        context = {"person": person, "unit": unit, **links, **about}
        mail.queue(
            to=person.email,
            kind=MailKind.SERVICE,
            purpose=letter,
            subject=render_to_string(f"access/emails/{letter}.subject.txt", context),
            text=render_to_string(f"access/emails/{letter}.txt", context),
            unit=unit,
            dedupe_key=f"{letter}:{occasion}:{person.pk}",
        )


def _link(name: str, unit: Unit) -> str:
    return f"{settings.BASE_URL}{reverse(name, kwargs={'unit': unit.code})}"
