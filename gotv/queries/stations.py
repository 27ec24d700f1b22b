"""Stations of an election, the districts that vote there, and when each was last heard from."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from access.enums import DeviceKind
from access.models import DeviceGrant
from canvass.models import Elector, PollingDistrict
from canvass.queries import areas
from gotv.models import (
    CampaignFigures,
    DistrictCounter,
    Election,
    PollingStation,
    Sheet,
    TellerPass,
    TellerShift,
    VoteMark,
)
from gotv.queries import eligibility
from gotv.rules import hours
from gotv.rules.stations import silent_since


@dataclass(frozen=True)
class Place:
    """A station as the day sees it. `last_mark_at` is None when no number of its districts is in yet.

    `silent_since` is None while it is not expected to be heard, or was heard lately.
    """

    pk: int
    name: str
    codes: tuple[str, ...]
    last_mark_at: datetime.datetime | None
    silent_since: datetime.datetime | None


def listing(election: Election) -> QuerySet[PollingStation]:
    """Return the stations by name, with their districts and ballot boxes."""
    return election.stations.prefetch_related("districts", "boxes__districts__district").order_by("name", "pk")


def named(ids: Collection[str]) -> dict[str, str]:
    """Return what stations are called, by id (canvass.hooks.named)."""
    return {str(pk): name for pk, name in PollingStation.objects.filter(pk__in=ids).values_list("pk", "name")}


def in_area(election: Election, area: areas.Keys) -> QuerySet[PollingStation]:
    """Return the stations by name at which a district of the area votes; for the whole unit all of them."""
    rows = PollingStation.objects.filter(election=election).order_by("name", "pk")
    return rows if area is None else rows.filter(pk__in=_voting_at(areas.districts(area)))


def _voting_at(districts: QuerySet[PollingDistrict]) -> QuerySet:
    rows = PollingStation.districts.through.objects.filter(pollingdistrict__in=districts)
    return rows.values("pollingstation")


def place_of_districts(election: Election) -> dict[int, str]:
    """Return the name of the polling place by district id, for the districts that have one."""
    rows = PollingStation.districts.through.objects.filter(pollingstation__election=election)
    return dict(rows.values_list("pollingdistrict_id", "pollingstation__name"))


def addresses(election: Election, districts: Collection[int]) -> dict[int, list[str]]:
    """Return where these districts (ids) vote, as somebody is told at the door: name, address and postcode."""
    rows = PollingStation.districts.through.objects.filter(
        pollingstation__election=election, pollingdistrict__in=districts
    ).order_by("pollingstation__name", "pollingstation")
    parts = ("pollingstation__name", "pollingstation__address", "pollingstation__postcode")
    found: dict[int, list[str]] = {}
    for district, name, address, postcode in rows.values_list("pollingdistrict", *parts):
        # Many councils begin the address with the name.
        said = [address, postcode] if address.casefold().startswith(name.casefold()) else [name, address, postcode]
        found.setdefault(district, []).append(", ".join(filter(None, said)))
    return found


def places(election: Election, now: datetime.datetime) -> list[Place]:
    """Return the stations that have districts, by name. Two queries."""
    last = dict(DistrictCounter.objects.filter(election=election).values_list("polling_district_id", "last_mark_at"))
    return places_with(election, last, now)


def places_with(
    election: Election, last_marks: dict[int, datetime.datetime | None], now: datetime.datetime
) -> list[Place]:
    """Return the same from the last marks by district. One query."""
    rows = (
        PollingStation.objects.filter(election=election, districts__isnull=False)
        .values_list("pk", "name", "districts__pk", "districts__code")
        .order_by("name", "pk", "districts__code")
    )
    found: dict[int, tuple[str, list[str], list[datetime.datetime]]] = {}
    for pk, name, district, code in rows:
        _name, codes, heard = found.setdefault(pk, (name, [], []))
        codes.append(code)
        at = last_marks.get(district)
        if at is not None:
            heard.append(at)
    open_hours = expected_hours(election)
    made = []
    for pk, (name, codes, heard) in found.items():
        last = max(heard, default=None)
        # Nobody rehearses the whole day or everywhere, so there only a teller who has begun can fall silent.
        expected = open_hours.hold(now) and (last is not None or not election.is_rehearsal)
        quiet = silent_since(last, open_hours.opens, now) if expected else None
        made.append(Place(pk, name, tuple(codes), last, quiet))
    return made


def used(stations: Iterable[PollingStation]) -> set[int]:
    """Return the ids of those with something of tellers: a number, a phone, hours on the rota, a code or a pad.

    All of it would go with the station, so none of these is ever deleted.
    """
    pks = [station.pk for station in stations]
    phones = DeviceGrant.objects.filter(kind=DeviceKind.TELLER, scope__station__in=pks)
    found = set(phones.values_list("scope__station", flat=True))
    for model in (VoteMark, TellerShift, TellerPass, Sheet):
        found.update(model._default_manager.filter(station__in=pks).values_list("station_id", flat=True).distinct())
    return found


def expected_hours(election: Election) -> hours.Hours:
    """Return when stations should be heard from: while polls are open; the whole day of a rehearsal."""
    if election.is_rehearsal:
        return hours.whole_day(election.polling_on)
    return hours.polls(election.polling_on)


def without_box(election: Election) -> list[str]:
    """Return the names of the stations at which a district votes and no ballot box is known, so nobody can count."""
    rows = election.stations.filter(districts__isnull=False, boxes__isnull=True).distinct()
    return list(rows.order_by("name").values_list("name", flat=True))


def districts_in_use(election: Election | None = None) -> QuerySet[PollingDistrict]:
    """Return the districts in scope in which somebody votes (in this election), by code, with their wards.

    Those that have electors on the register; where a CLP has no register, those of which Contact Creator has figures
    or that vote at a station.
    """
    on_register = Elector.objects.on_register()
    here = Exists(on_register.filter(polling_district=OuterRef("pk")))
    no_register = ~Exists(on_register.filter(unit=OuterRef("unit")))
    figures = Exists(CampaignFigures.objects.filter(district=OuterRef("pk")))
    stations = Exists(PollingStation.districts.through.objects.filter(pollingdistrict=OuterRef("pk")))
    rows = PollingDistrict.objects.filter(here | (no_register & (figures | stations)))
    if election is not None:
        rows = rows.filter(eligibility.districts(election))
    return rows.select_related("ward").order_by("code")
