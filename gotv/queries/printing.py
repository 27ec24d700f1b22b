"""What stands on printed sheets, as the templates of templates/gotv/sheets read it: words and rows, no objects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gotv.enums import SheetKind
from gotv.models import Election, PollingStation, Sheet
from gotv.queries import stations
from gotv.queries.postal import Person as PostalPerson
from gotv.queries.sheets import Page
from gotv.rules import sheets as rules
from gotv.rules import voting
from kit import paper

_WHY = 74  # characters of a reason that its column holds in two lines
_WHERE = 90  # characters of where a district votes, so that what is said about voting fits below the table


def warp(election: Election, pages: Sequence[Page], *, large: bool) -> bytes:
    """Return knock-up sheets, or those of a postal chase, as a PDF, a page each."""
    now = timezone.localtime()
    kind = pages[0].sheet.kind if pages else SheetKind.WARP
    data = _common(election, _("Knock-up sheets"), large=large)
    votes: dict[int, str] = {}
    if kind == SheetKind.WARP:
        votes = _votes(election, {page.sheet.polling_district_id for page in pages if page.sheet.polling_district_id})
    if kind == SheetKind.POSTAL:
        data["title"] = f"{_('Postal chase')}, {election.name}"
        data["words"]["law"] = _("Ask one thing: has it been sent? Never how. Never touch a ballot or its envelope.")
    data["key"] = ", ".join(f"{letter} {word}" for letter, word in letters(kind))
    data["pages"] = [
        {**_page(election, page, place, len(pages), now), "vote": votes.get(page.sheet.polling_district_id or 0, "")}
        for place, page in enumerate(pages, start=1)
    ]
    return paper.pdf("gotv/sheets/warp.typ", data)


def _votes(election: Election, districts: Collection[int]) -> dict[int, str]:
    """Return what to say about voting in each of these districts, as long as a page has room for."""
    places = stations.addresses(election, districts)
    short = {pk: Truncator("; ".join(places.get(pk, ()))).chars(_WHERE) for pk in districts}
    return {pk: voting.at_the_door(election.nation, election.type, [one] if one else []) for pk, one in short.items()}


def pad(election: Election, sheets: Sequence[Sheet], station: PollingStation, *, large: bool) -> bytes:
    """Return pages of a teller's pad as a PDF: numbers alone. The district is printed where a station has only one."""
    codes = list(station.districts.order_by("code").values_list("code", flat=True))
    data = _common(election, _("Teller’s pad"), large=large)
    data["rules"] = _rules()
    data["pages"] = [
        {
            **_head(election, sheet, place, len(sheets)),
            "title": station.name,
            "meta": f"{_('Districts')} {', '.join(codes)}. {_day(election)}",
            "prefix": f"{codes[0]} " if len(codes) == 1 else "",
            # Which of several it is for is ticked: a number alone doesn't say, and a page is typed in for one.
            "tick": codes if len(codes) > 1 else [],
        }
        for place, sheet in enumerate(sheets, start=1)
    ]
    return paper.pdf("gotv/sheets/pad.typ", data)


def letters(kind: str = SheetKind.WARP) -> list[tuple[str, str]]:
    """Return what each letter of a sheet of this kind stands for."""
    return [(letter, str(said.label).lower()) for letter, said in rules.letters(kind).items()]


def _page(election: Election, page: Page, place: int, of: int, now: Any) -> dict[str, Any]:
    district = page.sheet.polling_district
    words = _("not marked as voted at %(time)s")
    title = str(district)
    if page.sheet.kind == SheetKind.POSTAL:
        words = _("not known as sent at %(time)s")
        title = _("Postal chase, %(district)s") % {"district": district}
    made = words % {"time": date_format(now, "H:i, j F")}
    return {
        **_head(election, page.sheet, place, of),
        "title": title,
        "meta": f"{_day(election)}, {made}",
        "rows": [_row(line) for line in page.lines],
    }


def _row(line: rules.Line) -> list[str]:
    if line.person is None:
        name = line.street or _("No street in the register")
        return [_("%(street)s, continued") % {"street": name} if line.again else name]
    one: Any = line.person
    # Of the postal chase: a number that they gave us, and that they vote by post is said above.
    first = one.phone if isinstance(one, PostalPerson) else one.badge
    why = ". ".join(part for part in (first, one.last, one.reason) if part)
    return [str(line.number), line.door, one.name, one.number, Truncator(why).chars(_WHY)]


def _head(election: Election, sheet: Sheet, place: int, of: int) -> dict[str, Any]:
    way = reverse("gotv:sheet", kwargs={"unit": election.unit.code, "election": election.pk, "code": sheet.code})
    return {
        "code": rules.spaced(sheet.code),
        "place": _("page %(place)s of %(of)s") % {"place": place, "of": of},
        "qr": paper.qr(f"{settings.BASE_URL}{way}"),
    }


def _day(election: Election) -> str:
    return f"{election.name}, {date_format(election.polling_on, 'j F Y')}"


def _common(election: Election, title: str, *, large: bool) -> dict[str, Any]:
    unit = election.unit
    return {
        "title": f"{title}, {election.name}",
        "author": unit.name,
        "lang": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
        "large": large,
        "words": {
            "code": _("Code"),
            "qr": _("Opens the page to type in sheet"),
            "door": _("Door"),
            "name": _("Name"),
            "number": _("Number"),
            "why": _("Why"),
            "time": _("at"),
            "letters": _("Letters:"),
            "how": _("Write the time over a column, and a letter for each person. * if somebody else says so."),
            "law": _("Never ask how anybody voted. Never take a postal vote from anybody."),
            "teller": _("Teller"),
            "tick": _("A page for each district. This page is for:"),
            "from": _("from"),
            "until": _("until"),
            "imprint": " ".join(unit.imprint.split()),
            "shred": _("Hand this sheet back: it is typed in by its code, and shredded after the poll."),
        },
    }


def _rules() -> list[str]:
    """Return the rules for tellers, short enough for a page of numbers (reliability L8, L9)."""
    return [
        _("Stand outside. No slogans. Keep out of the way, and do what the presiding officer says."),
        _("Ask for the number on the poll card, for the Labour Party. Nobody has to give it: say thank you."),
        _("Numbers only. Never ask or write down a name, or how anybody voted."),
        _("Polling agents and others who go inside must not use this pad (RPA 1983 section 66)."),
    ]
