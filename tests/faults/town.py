"""`python -m tests.faults.town`: a CLP with an election to rehearse in, for other processes.

Prints JSON: the election's id, the address of its dashboard, and the cookie of somebody who may look at it.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main(districts: int, doors: int) -> int:
    """Make it: so many districts with so many doors of two people each, a station and a box for each district."""
    django.setup()
    from django.conf import settings
    from django.urls import reverse

    from access import scoping
    from access.models import Unit
    from gotv.models import BallotBox, BoxDistrict
    from tests import cast as people
    from tests.bench._people import officer
    from tests.factories import canvass
    from tests.factories import gotv as make

    unit = Unit.objects.create(kind="clp", code="town", name="A town")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    unit.refresh_from_db()
    user = officer("town", unit)
    made = canvass.bulk(unit, districts=districts, streets=1, doors=doors, per_door=2)
    election = make.election(unit, rehearsal=True)
    for district in made.districts:
        station = make.station(election, f"Station {district.code}", district)
        with scoping.units([unit.pk]):
            box = BallotBox.objects.create(unit_id=unit.pk, station=station, number="1")
            BoxDistrict.objects.create(unit_id=unit.pk, box=box, district=district)
    browser = people.sign_in(user, SERVER_NAME="127.0.0.1")
    about = {
        "election": election.pk,
        "dashboard": reverse("gotv:dashboard", kwargs={"unit": unit.code, "election": election.pk}),
        "cookie": f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}",
    }
    sys.stdout.write(json.dumps(about) + "\n")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
