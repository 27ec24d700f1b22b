"""The words that are read out before a number is written down, and consents that somebody takes back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.enums import Channel
from canvass.models import ConsentWording, DoorstepConsent
from canvass.queries import consents as queries
from kit.errors import Refused


@transaction.atomic
def reword(*, by: User, unit: Unit, channel: Channel, text: str) -> ConsentWording:
    """Read out these words from now on; what was given on others stays on those. The same words make nothing new."""
    current = queries.wordings(unit).get(channel.value)
    if current is not None and current.text == text:
        return current
    made = ConsentWording.objects.create(unit=unit, channel=channel, text=text, made_by=by)
    audit.record("consent.worded", by=by, unit=unit, obj=made, channel=channel.value)
    return made


@transaction.atomic
def withdraw(*, by: User, consent: DoorstepConsent) -> None:
    """Note that they have since said no. Raises Refused when that is noted already."""
    if not DoorstepConsent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise Refused(_("Nothing was changed: this was withdrawn already."))
    audit.record("consent.withdrawn", by=by, unit=consent.unit_id, obj=consent, channel=consent.channel)


@transaction.atomic
def restore(*, by: User, consent: DoorstepConsent) -> None:
    """Undo withdrawing: it was a slip at the desk. Raises Refused when it holds."""
    gone = DoorstepConsent.objects.filter(pk=consent.pk).exclude(withdrawn_at=None)
    if not gone.update(withdrawn_at=None):
        raise Refused(_("Nothing was changed: this consent holds."))
    audit.record("consent.restored", by=by, unit=consent.unit_id, obj=consent, channel=consent.channel)
