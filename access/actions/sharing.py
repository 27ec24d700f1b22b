"""Sharing one object with one person, and taking that back."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.models import Permission as ModelPermission
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from access import hooks
from access.actions import audit, mail, users
from access.enums import MailKind
from access.models import Share, Unit, User
from access.queries import accesses, sharing
from access.rules.sharing import LONGEST
from kit import clock
from kit.errors import Refused


@transaction.atomic
def share(*, obj: Model, unit: Unit, email: str, name: str, why: str, until_on: datetime.date, by: User) -> Share:
    """Let the person with this address see one object of the unit until the end of a day. Both are mailed about.

    Who has no account yet is invited to one, under `name`: so nobody can find out here who has an account. `obj` is
    of a kind in hooks.shareable. Wants a scope on the unit. Raises Refused without the right, without a reason, for
    oneself, for a day that is over or too far off, and when it is shared with this person already.
    """
    kind = hooks.shareable[obj._meta.label_lower]
    access = accesses.of(by)
    if not access.may(kind.shares, unit):
        raise Refused(_("You may not share this."))
    if not why.strip():
        raise Refused(_("Say why this person needs it."))
    if not clock.today() <= until_on <= clock.today() + LONGEST:
        raise Refused(_("Choose a last day from today to %(days)s days ahead.") % {"days": LONGEST.days})
    person = users.invite(email=email, name=name, by=by, unit=unit)
    if person.pk == by.pk:
        raise Refused(_("That is your own address, and you can see it already."))
    if sharing.of_object(obj).filter(user=person).exists():
        raise Refused(_("It is shared with %(email)s already.") % {"email": person.email})
    made = _make(obj, kind, person, unit, by, until_on, why, access)
    audit.record("object.shared", by=by, unit=unit, obj=obj, user=person.pk, until=until_on.isoformat())
    _tell("shared", made, kind)
    return made


def _make(
    obj: Model,
    kind: hooks.Shareable,
    person: User,
    unit: Unit,
    by: User,
    until_on: datetime.date,
    why: str,
    access: accesses.Access,
) -> Share:
    permission = ModelPermission.objects.get(
        content_type__app_label=obj._meta.app_label, content_type__model=obj._meta.model_name, codename=kind.codename
    )
    # One that has run out stands in the way of a new one.
    Share.objects.filter(content_type=permission.content_type, object_pk=str(obj.pk), user=person).delete()
    made = Share(
        user=person,
        permission=permission,
        content_object=obj,
        unit=unit,
        title=str(obj)[:200],
        purpose=access.purpose(kind.shares, unit) or "",
        why=why.strip()[:300],
        until_on=until_on,
        shared_by=by,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(_("Somebody else shared it with this person at the same moment.")) from error
    return made


@transaction.atomic
def take_back(*, share: Share, by: User) -> None:
    """End a share: the next click is refused. Raises Refused without the right."""
    kind = hooks.shareable[share.label]
    if not accesses.of(by).may(kind.shares, share.unit):
        raise Refused(_("You may not take this back."))
    Share.objects.filter(pk=share.pk).delete()
    audit.record("object.unshared", by=by, unit=share.unit, obj=share.content_object, user=share.user_id)
    _tell("unshared", share, kind)


def _tell(what: str, share: Share, kind: hooks.Shareable) -> None:
    context = {
        "person": share.user,
        "share": share,
        "unit": share.unit,
        "link": f"{settings.BASE_URL}{kind.url(share.object_pk)}",
    }
    mail.queue(
        to=share.user.email,
        kind=MailKind.SERVICE,
        purpose=what,
        subject=render_to_string(f"access/emails/{what}.subject.txt", context),
        text=render_to_string(f"access/emails/{what}.txt", context),
        unit=share.unit,
    )
