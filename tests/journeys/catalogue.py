"""Every HTML page of the product, who opens it, and the rows it needs: for axe, and for the lists of permissions."""

from __future__ import annotations

import datetime
import json
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.utils import timezone

from access import scoping, sealing
from access.actions import breakglass, grants, mail, offices, requests, resets, sharing
from access.actions.accounts import ONLY
from access.enums import MailKind
from access.models import DeviceGrant, Grant, OutboxMessage, Tool, Unit, User
from access.roles import RoleName
from access.rules.mail import address_of
from canvass.actions import (
    consents,
    finding,
    flags,
    found,
    issues,
    keeping,
    letters,
    matches,
    newcomers,
    no_contact,
    passes,
    quality,
    road_groups,
    sessions,
    surveys,
    teams,
    walking,
)
from canvass.actions import targets as target_actions
from canvass.actions.imports import files, lifecycle
from canvass.enums import Channel, FoundState, Hostility, ImportState
from canvass.models import (
    Board,
    CanvassSession,
    ChangeSample,
    DoorFlag,
    Found,
    Household,
    PollingDistrict,
    RegisterImport,
    Team,
)
from canvass.rules.targets import Condition
from gotv.actions import campaign_figures, knocks, lifts, packs, rooms, sheets, snapshots, station_files
from gotv.actions import passes as teller_passes
from gotv.enums import RoomDuty
from gotv.queries import drivers as driver_queries
from gotv.queries import knock_ups
from gotv.queries import passes as pass_queries
from kit import clock
from organise.actions import imports as members
from organise.models import Member
from roadmap.actions import items
from tests import addresses
from tests import cast as people
from tests.factories import accounts, canvass, gotv, phones, places, stations, targets
from tests.factories import requests as asking
from tests.factories import sessions as outings


@dataclass
class World:
    """The cast, and whatever a part's builder made, by name."""

    cast: people.Cast
    made: SimpleNamespace = field(default_factory=SimpleNamespace)

    def person(self, name: str) -> User | None:
        """Return somebody of the cast, or whom the builder made; None for nobody ("")."""
        return getattr(self.cast, name, None) or getattr(self.made, name) if name else None


@dataclass(frozen=True)
class Page:
    """One page. `who` is a name of the cast or of what the builder made ("" for nobody).

    `ready` is a selector to wait for. `before` is what the browser has done by then: given a password, say.
    """

    part: str
    name: str
    who: str = "marian"
    args: Callable[[World], dict[str, Any]] | None = None
    query: str = ""
    status: int = 200
    ready: str = ""
    before: Callable[[Client], object] | None = None

    def kwargs(self, world: World) -> dict[str, Any]:
        return self.args(world) if self.args else {}


def _unit(world: World) -> dict[str, Any]:
    return {"unit": world.cast.wexcombe.code}


def _with(*names: str, **others: str) -> Callable[[World], dict[str, Any]]:
    """Return arguments that name the unit and rows that the builder made, under their own name or another's."""
    wanted = {name: name for name in names} | others
    return lambda world: _unit(world) | {argument: getattr(world.made, name).pk for argument, name in wanted.items()}


def _made(**names: str) -> Callable[[World], dict[str, Any]]:
    """Return arguments without the unit: argument=name of what the builder made."""
    return lambda world: {argument: getattr(world.made, name).pk for argument, name in names.items()}


def _named(**values: str) -> Callable[[World], dict[str, Any]]:
    """Return arguments as they stand: names of what is there from the start."""
    return lambda _world: dict(values)


# Addresses that answer no HTML page by GET, each with its reason.
NOT_PAGES: dict[str, str] = {
    "healthz": "answers JSON",
    "access:say": "takes a POST and goes back",
    "access:withdraw": "takes a POST and goes back",
    "access:decide": "takes a POST and goes back",
    "access:request_done": "takes a POST and goes back",
    "access:decide_appeal": "takes a POST and goes back",
    "access:key_done": "takes a POST and goes back",
    "access:key_back": "takes a POST and goes back",
    "access:back": "takes a POST and goes back",
    "access:renew": "takes a POST and goes back",
    "access:ask_to_renew": "takes a POST and goes to the request",
    "access:offices_usual": "takes a POST and goes back",
    "access:office_close": "takes a POST and goes back",
    "access:break_glass_close": "takes a POST and goes back",
    "theme": "takes a choice by POST and goes back",
    "set_language": "takes a choice by POST and goes back",
    "home": "sends everybody on to the page they need",
    "mfa_login_webauthn": "answers JSON, or goes back to the sign-in page",
    "mfa_list_webauthn": "goes on to the page of all second steps",
    "mfa_download_recovery_codes": "answers a text file",
    "call_off_own_reset": "takes a POST and goes back",
    "end_session": "takes a POST and goes back",
    "end_other_sessions": "takes a POST and goes back",
    "access:roles": "goes on to the roles as they are in this unit",
    "access:retire_tool": "takes a POST and goes back",
    "access:call_off_reset": "takes a POST and goes back",
    **{
        one.name: "a page of Django’s own admin site, for administrators (tests/config/test_admin.py)"
        for one in addresses.walk()
        if one.name.startswith("admin:")
    },
    "canvass:import_approve": "takes a POST and goes back",
    "canvass:import_confirm": "takes a POST and goes back",
    **{
        f"canvass:{name}": "takes a POST and goes back"
        for name in (
            "target_rule_away",
            "target_rule_back",
            "target_list_away",
            "target_list_back",
            "target_list_anew",
        )
    },
    "canvass:match_decide": "takes a POST and goes to the next question",
    "canvass:match_undo": "takes a POST and goes back",
    "canvass:import_discard": "takes a POST and goes back",
    "canvass:import_left_out": "answers a CSV file",
    "canvass:export_file": "answers a CSV file",
    "canvass:figures_file": "answers a CSV file",
    "canvass:survey_file": "answers a CSV file",
    **{
        f"canvass:{name}": "takes a POST and goes back"
        for name in ("survey_away", "consent_withdraw", "flag_put_back", "flag_unrenew", "found_decide", "found_undo")
    },
    **{
        f"canvass:{name}": "takes a POST and goes back"
        for name in (
            "ward_put",
            "ward_ask_again",
            "boundary_approve",
            "boundary_discard",
            "coordinates_undo",
            "boundary_undo",
            "road_group_move",
            "road_group_take_out",
            "road_group_delete",
            "road_group_restore",
            "issue_topic_archive",
            "issue_topic_restore",
            "issue_topic_unmerge",
        )
    },
    "gotv:station_file_approve": "takes a POST and goes back",
    "gotv:station_file_discard": "takes a POST and goes back",
    "gotv:station_file_undo": "takes a POST and goes back",
    "canvass:board_take_back": "takes a POST and goes back",
    "canvass:device_lost": "takes a POST and goes back",
    "canvass:your_device_lost": "takes a POST and goes back",
    "canvass:board_unshare": "takes a POST and goes back",
    "canvass:board_close": "takes a POST and goes back",
    "canvass:street_move": "takes a POST and goes back",
    "canvass:street_undo": "takes a POST and goes back",
    "canvass:board_reopen": "takes a POST and goes back",
    "canvass:answers_accept": "takes a POST and goes back",
    "canvass:answer_undo": "takes a POST and goes back",
    "canvass:put_back": "takes a POST and goes back",
    "canvass:phone_hand_back": "takes a POST and goes back",
    "canvass:phone_keep": "takes a POST and goes back",
    **{
        f"canvass:{name}": "takes a POST and goes back"
        for name in (
            "session_board_drop",
            "session_take_back",
            "session_reopen",
            "team_add",
            "team_deed",
            "session_leave",
            "session_address",
            "vouch",
            "outing_fine",
        )
    },
    "canvass:phone_device": "answers JSON",
    "canvass:sync_events": "answers JSON",
    "canvass:sync_pack": "answers JSON",
    "canvass:manifest": "answers JSON",
    "canvass:worker": "is a script",
    "canvass:shell": "is the page of a board without a board, shown by the worker alone",
    "canvass:sync_ping": "answers JSON",
    "organise:approve_members_file": "takes a POST and goes back",
    "organise:discard_members_file": "takes a POST and goes back",
    "organise:take_back_members_file": "takes a POST and goes back",
    "organise:members_file_problems": "answers a CSV file",
    "roadmap:need": "takes a POST and goes back",
    "gotv:teller_undo": "takes a POST and goes back to the keypad",
    "gotv:teller_device": "answers JSON",
    "gotv:teller_check": "takes a POST and goes back to the keypad",
    "gotv:teller_shell": "is the keypad without a station, shown by the worker alone",
    "gotv:speak_teller_pass": "takes a POST and goes back",
    "gotv:revoke_teller_pass": "takes a POST and goes back",
    "gotv:phone_round_device": "answers JSON",
    "gotv:phone_round_shell": "is the page of a round without a round, shown by the worker alone",
    "gotv:watch_rehearsal": "a fragment of the rehearsals, visited there",
    "gotv:copy_election": "takes a POST and goes on to the copy",
    "gotv:stop_rehearsal": "takes a POST and goes back",
    "gotv:clear_rehearsal": "takes a POST and goes back",
    "gotv:figures": "a fragment of the dashboard, visited there",
    "gotv:wall_figures": "a fragment of the wall, visited there",
    "gotv:room_figures": "a fragment of a room's screen, visited there",
    "gotv:absent_decide": "takes a POST and goes back",
    "gotv:absent_change": "takes a POST and goes back",
    "gotv:marked_decide": "takes a POST and goes back",
    "gotv:turnout_close": "takes a POST and goes back",
    "gotv:turnout_undo": "takes a POST and goes back",
    "gotv:frozen_follow": "takes a POST and goes back",
    "gotv:frozen_take_off": "takes a POST and goes back",
    "gotv:knock_take_back": "takes a POST and goes back",
    "gotv:round_end": "takes a POST and goes back",
    "gotv:give_lift": "takes a POST and goes back",
    "gotv:lift_under_way": "takes a POST and goes back",
    "gotv:lift_done": "takes a POST and goes back",
    "gotv:call_off_lift": "takes a POST and goes back",
    "gotv:undo_lift": "takes a POST and goes back",
    "gotv:new_driver_link": "takes a POST and goes back",
    "gotv:driver_home": "takes a POST and goes back",
    "gotv:round_go_on": "takes a POST and goes back",
    "gotv:counts_only_figures": "takes a POST and goes back",
    "gotv:counts_only_stations": "takes a POST and goes on to the file",
    "gotv:counts_only_room": "takes a POST and goes back",
    "gotv:counts_only_use_register": "takes a POST and goes back",
    "gotv:remove_station": "takes a POST and goes back",
    "gotv:make_sheets": "takes a POST and answers a PDF",
    "gotv:make_pad": "takes a POST and answers a PDF",
    "gotv:postal_answer": "takes a POST and goes back",
    "gotv:postal_take_back": "takes a POST and goes back",
    "gotv:postal_sheets": "takes a POST and answers a PDF",
    "gotv:round_sheets": "takes a POST and answers a PDF",
    "gotv:build_pack": "takes a POST and goes back",
    "gotv:pack_password": "takes a POST and shows the list of packs",
    "gotv:fetch_pack": "answers a file",
    "gotv:day_report_file": "answers a file",
    "gotv:remove_room": "takes a POST and goes back",
    "gotv:restore_room": "takes a POST and goes back",
    "gotv:remove_room_officer": "takes a POST and goes back",
    "gotv:remove_shift": "takes a POST and goes back",
    "gotv:give_back_shift": "takes a POST and goes back",
    "gotv:restore_station": "takes a POST and goes back",
}


def _password_given(browser: Client) -> None:
    browser.post("/accounts/login/", {"login": "marian@example.org", "password": people.PASSWORD})


def _code_asked_for(browser: Client) -> None:
    browser.post("/accounts/login/code/", {"email": "marian@example.org"})


def _came_by_code(browser: Client) -> None:
    """Hold this sign-in to the phone's pages, as one by a code at the meeting point is."""
    session = browser.session
    until = timezone.now() + datetime.timedelta(hours=1)
    session[ONLY] = {"paths": ["/canvass/"], "until": until.isoformat()}
    session.save()


def _has_no_address(browser: Client) -> None:
    """Let this person have come by the code without an email address."""
    _came_by_code(browser)
    User.objects.filter(pk=browser.session["_auth_user_id"]).update(email=address_of("20260001"))


def _token(name: str) -> Callable[[World], dict[str, Any]]:
    """Return a token that the builder made, as the argument."""
    return lambda world: {"token": getattr(world.made, name)}


def _office(part: str, *names: str, who: str = "marian") -> list[Page]:
    """Pages that need nothing but the unit."""
    return [Page(part, f"{part}:{name}", who, _unit) for name in names]


PAGES: list[Page] = [
    Page("config", "styleguide", who=""),
    Page("account", "account_login", who=""),
    Page("account", "account_logout"),
    Page("account", "account_signup", who=""),
    Page("account", "account_request_login_code", who=""),
    Page("account", "account_confirm_login_code", who="", before=_code_asked_for),
    Page("account", "account_reauthenticate", who="lewis"),
    Page("account", "mfa_index", who="lewis"),
    Page("account", "mfa_index"),
    Page("account", "lost_factor", who=""),
    Page("account", "lost_factor", who="", before=_password_given),
    Page("account", "mfa_authenticate", who="", before=_password_given, ready="[data-passkey]:not([hidden])"),
    Page("account", "mfa_reauthenticate"),
    Page("account", "mfa_reauthenticate_webauthn", ready="[data-passkey]:not([hidden])"),
    Page("account", "mfa_activate_totp", who="lewis"),
    Page("account", "mfa_deactivate_totp"),
    Page("account", "mfa_add_webauthn"),
    Page("account", "mfa_edit_webauthn", args=_made(pk="passkey")),
    Page("account", "mfa_remove_webauthn", args=_made(pk="passkey")),
    Page("account", "mfa_view_recovery_codes"),
    Page("account", "mfa_generate_recovery_codes"),
    Page("account", "usersessions_list"),
    Page("account", "account_inactive", who=""),
    Page("account", "account_email"),
    Page("account", "account_email_verification_sent", who=""),
    Page("account", "account_confirm_email", who="", args=lambda _world: {"key": "an-old-key"}),
    Page("account", "account_change_password"),
    Page("account", "account_set_password", who="noor"),
    Page("account", "account_reset_password", who=""),
    Page("account", "account_reset_password_done", who=""),
    Page("account", "account_reset_password_from_key", who="", args=lambda world: world.made.reset),
    Page("account", "account_reset_password_from_key_done", who=""),
    Page("empty", "access:setup", who=""),
    Page("account", "access:resets", args=_unit),
    *_office("access", "start", "grants", "ended", "give", "units", "record", "settings", "mail"),
    Page("mail server", "access:mail_server", who="noor", args=lambda world: {"unit": world.made.top.code}),
    Page("access", "access:end", args=_with("grant")),
    *(Page("offices", f"access:{name}", args=_unit) for name in ("start", "grants", "offices", "office_new")),
    *(Page("offices", f"access:{name}", args=_with("office")) for name in ("office", "office_edit", "term_start")),
    *(Page("offices", f"access:{name}", args=_with("term")) for name in ("hand_over", "term_end")),
    Page("offices", "access:break_glass", args=_unit),
    Page("offices", "access:break_glass", "priya", args=lambda world: {"unit": world.cast.region.code}),
    Page("offices", "access:break_glass_open", "priya", args=lambda world: {"unit": world.cast.marsham.code}),
    Page("offices", "organise:members", "priya", args=_unit),
    Page("offices", "access:mine", who="alun"),
    Page("offices", "access:mine", who="noor"),
    Page("offices", "access:give_back", who="alun", args=_made(grant="grant")),
    Page("offices", "access:stand_down", who="noor", args=_made(term="term")),
    Page("requests", "access:ask", who="nell"),
    Page("requests", "access:ask", who="nell", query="?need=run+a+board&unit=wexcombe"),
    Page("requests", "access:ask", who="noor", query="?need=buy+a+pony"),
    Page("requests", "access:ask", who="noor", query="?role=teller"),
    Page("requests", "access:figures", who="noor"),
    Page("requests", "access:my_requests", who="nell"),
    Page("requests", "access:my_requests", who="tess"),
    Page("requests", "access:request", who="nell", args=_made(wanted="open")),
    Page("requests", "access:request", args=_made(wanted="open")),
    Page("requests", "access:request", who="nell", args=_made(wanted="asked_back")),
    Page("requests", "access:request", who="nell", args=_made(wanted="refused")),
    Page("requests", "access:request", who="nell", args=_made(wanted="approved")),
    Page("requests", "access:request", "priya", args=_made(wanted="key")),
    Page("requests", "access:appeal_request", who="nell", args=_made(wanted="refused")),
    Page("requests", "access:appeal_ending", who="alun", args=_made(grant="ended")),
    Page("requests", "access:appeal", who="tess", args=_made(appeal="appeal")),
    Page("requests", "access:appeal", who="priya", args=_made(appeal="appeal")),
    *(Page("requests", f"access:{name}", args=_unit) for name in ("desk", "keys", "away")),
    Page("requests", "access:desk", "priya", args=lambda world: {"unit": world.cast.region.code}),
    *(
        Page("training", name, who, args)
        for who in ("nell", "alun")
        for name, args in (
            ("access:training", None),
            ("access:lesson", _named(lesson="doorstep")),
            ("access:terms", _named(terms="register-terms")),
            ("access:role_list", None),
            ("access:role", _named(role="canvasser")),
        )
    ),
    Page("training", "access:before_it_opens", "nell", _unit),
    Page("training", "access:role", "noor", _named(role="secretary"), query="?unit=wexcombe"),
    Page("training", "access:role", "noor", _named(role="emergency_reader")),
    Page("training", "access:tool_list"),
    Page("training", "access:tool", args=_named(code="leafletter")),
    *(
        Page("training", f"access:{name}", "priya", args)
        for name, args in (
            ("keep_tools", lambda world: {"unit": world.cast.region.code}),
            ("new_tool", lambda world: {"unit": world.cast.region.code}),
            ("edit_tool", lambda world: {"unit": world.cast.region.code, "code": "leafletter"}),
        )
    ),
    Page("access", "access:caught_mail", who=""),
    Page("access", "access:caught_message", who="", args=_made(message="message")),
    *_office("gotv", "polling_days", "new_election", "past_election", "new_counts_only"),
    *(
        Page("gotv", f"gotv:{name}", args=_with("election"))
        for name in (
            "dashboard",
            "districts",
            "wall",
            "left_map",
            "edit_election",
            "frozen",
            "freeze",
            "frozen_changes",
            "frozen_add",
            "lifts",
            "ask_lift",
            "drivers",
            "new_driver",
            "rounds",
            "rounds_history",
            "hidden",
            "postal",
            "postal_answers",
            "readiness",
            "sheets",
            "packs",
            "rooms",
            "new_room",
            "arrange_rooms",
            "rota",
            "rota_sheets",
            "rehearsals",
            "checks",
            "gaps",
            "box_totals",
            "day_report",
            "teller_passes",
            "stations",
            "new_station",
            "arrange_stations",
            "numbers",
            "marks",
            "knock_ups",
            "franchise",
            "edit_franchise",
            "absent",
            "absent_new",
            "absent_by_hand",
            "turnout",
        )
    ),
    Page("gotv", "gotv:absent_list", args=_with("election", "absent_list")),
    *(Page("gotv", f"gotv:{name}", args=_with(election="past")) for name in ("turnout", "marked_new")),
    Page("gotv", "gotv:marked_file", args=_with("marked", election="past")),
    Page("gotv", "gotv:turnout_district", args=_with("district", election="past")),
    Page("gotv", "gotv:counts_only", args=_with(election="counted")),
    Page("gotv", "gotv:boxes", args=_with("election")),
    Page("gotv", "gotv:edit_station", args=_with("election", "station")),
    Page("gotv", "gotv:station_shifts", args=_with("election", "station")),
    Page("gotv", "gotv:room_screen", args=_with("election", "room")),
    Page("gotv", "gotv:edit_room", args=_with("election", "room")),
    Page("gotv", "gotv:room_officers", args=_with("election", "room")),
    Page("gotv", "gotv:sheet", args=lambda world: _with("election")(world) | {"code": world.made.sheet}),
    Page("gotv", "gotv:sheet", args=lambda world: _with("election")(world) | {"code": world.made.pad}),
    Page("gotv", "gotv:void_mark", args=_with("election", "mark")),
    Page("gotv", "gotv:counts", args=_with("election")),
    Page("gotv", "gotv:count", args=lambda world: _with("election", place="box")(world) | {"kind": "turnout"}),
    Page("gotv", "gotv:wrong_count", args=_with("election", "count")),
    Page("gotv", "gotv:new_teller_pass", args=_with("election", "station")),
    Page("gotv", "gotv:teller_pass", args=_with("election", code="code")),
    Page("gotv", "gotv:knock_up_list", args=_with("election", "district")),
    Page("gotv", "gotv:postal_list", args=_with("election", "district")),
    Page("gotv", "gotv:round_begin", args=_with("election", "district")),
    Page("gotv", "gotv:round", args=_with("election", "round")),
    Page("gotv", "gotv:round_hand", args=_with("election", "round")),
    *(Page("gotv", f"gotv:{name}", args=_with("election", "lift")) for name in ("lift", "edit_lift")),
    *(Page("gotv", f"gotv:{name}", args=_with("election", "driver")) for name in ("driver", "edit_driver")),
    Page("gotv", "gotv:driver_page", who="", args=_token("driving")),
    Page("gotv", "gotv:driver_page", who="", args=_named(token="nonsense"), status=404),
    Page("gotv", "gotv:frozen_earlier", args=_with("election", "snapshot")),
    Page("gotv", "gotv:knock_up_sheets", args=_with("election", "district")),
    *_office("canvass", "register", "imports", "import_new", "boards", "board_new", "answers", "devices"),
    *_office("canvass", "quality", "keeping", "export"),
    *(
        Page("doorstep", f"canvass:{name}", args=_unit, query=query)
        for name, query in (
            ("doorstep", ""),
            ("surveys", ""),
            ("surveys", "?show=away"),
            ("survey_new", ""),
            ("letters", "?mark=D9/T"),
            ("wordings", ""),
            ("consents", ""),
            ("flags", ""),
            ("found", ""),
            ("no_contact", ""),
        )
    ),
    *(Page("doorstep", f"canvass:{name}", args=_with("survey")) for name in ("survey", "survey_edit")),
    Page("doorstep", "canvass:survey_results", args=lambda world: _with("survey")(world) | {"number": 1}),
    *(Page("doorstep", f"canvass:{name}", args=_with("flag")) for name in ("flag_lift", "flag_renew")),
    *(Page("doorstep", f"canvass:{name}", args=_with("household")) for name in ("flag_put", "household")),
    *(Page("doorstep", f"canvass:{name}", args=_with("elector")) for name in ("elector", "no_contact_mark", "erase")),
    Page("doorstep", "canvass:no_contact_keep", args=_with(elector="not_wanted")),
    Page("doorstep", "canvass:found_known", args=_with("found")),
    *(Page("targets", f"canvass:{name}", args=_unit) for name in ("target_rules", "target_lists", "target_rule_new")),
    *(Page("targets", f"canvass:{name}", args=_with("rule")) for name in ("target_rule", "target_list_new")),
    Page("targets", "canvass:target_rule", args=_with(rule="old_rule")),
    *(
        Page("targets", f"canvass:{name}", args=_with("target_list"))
        for name in ("target_list", "target_list_approaches")
    ),
    Page("targets", "canvass:target_list_doors", args=_with("target_list", "district")),
    Page("targets", "canvass:board_new", args=_unit, query="?list={listed}"),
    *_office(
        "canvass", "issues", "issue_map", "issue_month", "issue_notes", "issue_topics", "issue_topic_new", "figures"
    ),
    Page("canvass", "canvass:issue_month", args=_unit, query="?note={note}"),
    Page("canvass", "canvass:issue_map", args=_unit, query="?by=district"),
    *(Page("canvass", "canvass:figures", args=_unit, query=f"?by={by}") for by in ("district", "session", "board")),
    Page("canvass", "canvass:issue_topic", args=lambda world: _unit(world) | {"code": world.made.topic.code}),
    Page("canvass", "canvass:issue_topic_merge", args=lambda world: _unit(world) | {"code": world.made.topic.code}),
    Page("canvass", "canvass:delete_by", args=_with(file="held")),
    Page("canvass", "canvass:find", args=_unit),
    Page("canvass", "canvass:find", args=_unit, query="?search={search}"),
    Page("canvass", "canvass:elector", args=_with(elector="objector")),
    Page("canvass", "canvass:household", args=_with(household="door")),
    Page("canvass", "canvass:register_district", args=_with(district="listed")),
    Page("canvass", "canvass:board_new", args=_unit, query="?district={district}"),
    Page("canvass", "canvass:import", args=_with(file="waiting")),
    Page("canvass", "canvass:import_mapping", args=_with(file="unmapped")),
    Page("canvass", "canvass:import", args=_with(file="refused")),
    Page("canvass", "canvass:import", args=_with(file="running")),
    Page("canvass", "canvass:import", args=_with(file="stopped")),
    Page("canvass", "canvass:import", args=_with(file="in_use")),
    Page("canvass", "canvass:import", args=_with(file="second")),
    Page("canvass", "canvass:import", args=_with(file="undone")),
    Page("canvass", "canvass:import_take_back", args=_with(file="in_use")),
    Page("canvass", "canvass:import_unmatched", args=_with(file="in_use")),
    *_office("canvass", "editions", "matches"),
    *(
        Page("canvass", f"canvass:{name}", args=_with("board"))
        for name in ("board", "board_sheets", "board_hand_out", "board_share")
    ),
    Page("canvass", "canvass:phone_file", args=_unit),
    Page("canvass", "canvass:answers_set_aside", args=_unit, query="?event={event}"),
    Page("canvass", "canvass:answer_attach", args=lambda world: _unit(world) | {"event": world.made.query["event"]}),
    Page("canvass", "canvass:lift", args=_with(elector="objector")),
    Page("canvass", "canvass:shared_board", who="noor", args=_made(board="board")),
    Page("canvass", "canvass:your_devices", who="alun"),
    Page("canvass", "canvass:phone", who="alun"),
    Page("canvass", "canvass:phone_board", who="alun", args=_made(board="board"), ready="#opening"),
    Page("canvass", "canvass:card", who="", args=_unit),
    Page("canvass", "canvass:card", who="", args=_named(unit="nowhere"), status=404),
    *(
        Page("places", f"canvass:{name}", args=_unit)
        for name in (
            "places",
            "wards",
            "ward_questions",
            "boundaries",
            "coordinates",
            "road_groups",
            "road_group_new",
        )
    ),
    Page("places", "canvass:road_group_new", args=_unit, query="?district={district}"),
    *(Page("sessions", f"canvass:{name}", args=_unit) for name in ("sessions", "session_new")),
    Page("sessions", "canvass:sessions", args=_unit, query="?show=over"),
    *(
        Page("sessions", f"canvass:{name}", args=_with("session"))
        for name in ("session", "session_change", "session_boards", "session_joining", "session_close")
    ),
    Page("sessions", "canvass:session", args=_with(session="over")),
    Page("sessions", "canvass:session_hand_out", args=_with("session", "board")),
    Page("sessions", "canvass:team_put", args=_with("session", "place")),
    Page("sessions", "canvass:board_pass", args=_with(board="out")),
    Page("sessions", "canvass:newcomer_refuse", args=_with("session", "newcomer")),
    Page("sessions", "canvass:outing", who="alun", args=_made(session="session")),
    Page("sessions", "canvass:outing", who="nell", args=_made(session="session")),
    Page("sessions", "canvass:outing_pin", who="nell", args=_made(session="session"), before=_came_by_code),
    Page("sessions", "canvass:outing_address", who="nell", args=_made(session="session"), before=_has_no_address),
    Page("sessions", "canvass:join", who="", args=_token("join")),
    Page("sessions", "canvass:join", who="noor", args=_token("join")),
    Page("sessions", "canvass:join", who="", args=_named(token="nonsense"), status=404),
    Page("sessions", "canvass:pass", who="", args=_token("way_in")),
    Page("sessions", "canvass:pass", who="", args=_named(token="nonsense"), status=404),
    Page("sessions", "access:day_pin", who=""),
    Page("turf", "canvass:map", args=_unit),
    Page("turf", "canvass:map", args=_unit, query="?lat=53.05&lon=-2.25&z=16&corners=53,-2.3%0A53.1,-2.3%0A53.1,-2.2"),
    Page("turf", "canvass:map", args=_unit, query="?corners=here"),
    Page("turf", "canvass:map_district", args=_with("district")),
    Page("turf", "canvass:board_map", args=_with("board")),
    Page("turf", "canvass:session_map", args=_with("session")),
    Page("turf", "canvass:street_order", args=_with("district", "street")),
    Page("turf", "canvass:street_order", args=_with("district", "street"), query="?move={door}"),
    Page("targets", "canvass:target_list_map", args=_with("target_list")),
    Page("places", "canvass:ward_question", args=_with(district="cut")),
    Page("places", "canvass:boundary_file", args=_with(file="waiting")),
    Page("places", "canvass:boundary_file", args=_with(file="applied")),
    *(Page("places", f"canvass:{name}", args=_with("group")) for name in ("road_group", "road_group_add")),
    Page("places", "gotv:station_file_new", args=_with("election")),
    Page("places", "gotv:station_file", args=_with("election", file="stations")),
    Page("places", "gotv:station_file", args=_with("election", file="in_use")),
    Page("places", "gotv:stations", args=_with("election")),
    Page("places", "gotv:campaign_figures", args=_unit),
    *_office("organise", "members", "members_files", "choose_members_file"),
    Page("organise", "organise:member", args=_with("member")),
    Page("organise", "organise:members_file", args=_with(file="checked")),
    Page("organise", "organise:members_file", args=_with(file="applied")),
    Page("organise", "organise:match_columns", args=_with(file="checked")),
    Page("roadmap", "roadmap:items"),
    Page("roadmap", "roadmap:ask"),
    Page("roadmap", "roadmap:item", args=_made(item="item")),
    Page("roadmap", "roadmap:answer", who="priya", args=_made(item="item")),
    Page("gotv", "gotv:phone_rounds", who="alun"),
    Page("gotv", "gotv:phone_round", who="alun", args=_made(round="round"), ready="#opening"),
    Page("gotv", "gotv:teller_stations", who="tess"),
    Page("gotv", "gotv:teller", who="tess", args=_made(station="station")),
    Page("gotv", "gotv:teller_hand_over", who="tess", args=_made(station="station")),
    Page("gotv", "gotv:teller_code", who=""),
    Page("gotv", "gotv:teller_use", who="", args=_token("telling")),
    Page("gotv", "gotv:teller_use", who="", args=_named(token="nonsense"), status=404),
    Page("gotv", "gotv:my_shifts", who="tess"),
    Page("gotv", "gotv:take_shift", who="tess", args=_made(station="station")),
]


def build(part: str) -> World:
    """Make the cast and the rows that this part's pages show. The part "empty" has nobody at all."""
    if part == "empty":
        return World(people.Cast(*[None] * len(people.Cast.__dataclass_fields__)))  # type: ignore[arg-type]
    world = World(people.make())
    BUILDERS.get(part, lambda _world: None)(world)
    return world


def _account(world: World) -> None:
    user = world.cast.noor
    world.made.reset = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    user.set_unusable_password()
    user.save()
    marian = world.cast.marian
    EmailAddress.objects.create(user=marian, email=marian.email, verified=True, primary=True)
    world.made.passkey = accounts.passkey(marian, "Marian’s very long-winded telephone from Llanfairpwllgwyngyll")
    RecoveryCodes.activate(marian)
    Authenticator.objects.filter(user=world.cast.lewis).delete()
    people.grant(world.cast.lewis, world.cast.wexcombe, RoleName.DATA_OFFICER)
    with scoping.units([world.cast.wexcombe.pk], user=world.cast.priya.pk):
        for user in (marian, world.cast.osei):
            resets.ask(user=user, unit=world.cast.wexcombe, reason="Rang on the number we have.", by=world.cast.priya)


def _access(world: World) -> None:
    world.made.grant = Grant.objects.get(user=world.cast.alun)
    world.made.message = mail.queue(
        to="elsie@example.org",
        kind=MailKind.SERVICE,
        purpose="test",
        subject="A very long subject that goes on and on, as subjects in Llanfairpwllgwyngyll sometimes do",
        text="Come to https://example.org/a/very/long/address/that/does/not/break/anywhere/at/all/" + "x" * 80,
        unit=world.cast.wexcombe,
    )
    OutboxMessage.objects.update(state="sent", sent_at=world.made.message.created_at, last_answer="caught")


def _offices(world: World) -> None:
    """A shared office, roles that end, one that ended without notice, and names that are open in an emergency."""
    cast, today, day = world.cast, clock.today(), datetime.timedelta(days=1)
    with scoping.units([cast.wexcombe.pk]):
        title = "Vice-chair (membership and welcoming new members in Llanfairpwllgwyngyll)"
        roles = ["membership_officer"]
        world.made.office = offices.create(unit=cast.wexcombe, title=title, seats=2, roles=roles, by=None)
        offices.create_usual(unit=cast.wexcombe, by=None)
        world.made.term = offices.start_term(
            office=world.made.office, user=cast.noor, starts_on=today, ends_on=today + 300 * day, by=cast.marian
        )
        world.made.grant = Grant.objects.get(user=cast.alun)
        Grant.objects.filter(user=cast.alun).update(ends_on=today + 9 * day)
        grants.end(grant=Grant.objects.get(user=cast.osei), reason="We are too many.", by=cast.marian)
        grants.end(grant=Grant.objects.get(user=cast.tess), reason="Sold the list.", by=cast.marian, urgent=True)
        breakglass.begin(unit=cast.wexcombe, reason="A list is said to be on sale.", reference="T-214", by=cast.priya)


UNKNOWN = b"""Polling area,No on register,Family name,Given names,Franchise,Property,Town,Post code,Religion
HH1,1,TRANMER,Joyce,,4 Forge Lane,Wexcombe,WX1 2AB,Quaker
HH1,2,TRANMER,Len,G,4 Forge Lane,Wexcombe,WX1 2AB,
HH1,3,,,N,,,,
"""
REGISTER = b"""Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,\
Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6
HH1,1,0,,,Marchbank,Elsie,WX1 2AB,23 Tanyard Row,Wexcombe,,,,
HH1,2,0,,,Marchbank,Graham,WX1 2AB,23 Tanyard Row,Wexcombe,,,,
HH1,,0,,,Nobody,Nora,WX1 2AB,25 Tanyard Row,Wexcombe,,,,
HH2,1,0,,,Llanfihangel-Featherstonehaugh,Anghared,WX1 2AC,The Maltings,1 Fuller Street,Wexcombe,,,
"""


def _canvass(world: World) -> None:
    unit, cast = world.cast.wexcombe, world.cast
    canvass.edition(unit)
    canvass.bulk(unit, districts=2, streets=3, doors=12, per_door=2)
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    door, flat = canvass.household(road, 23), canvass.household(road, 25, building="The Maltings", flat="Flat 2")
    elsie, graham = canvass.elector(door, "Elsie", "Marchbank"), canvass.elector(door, "Graham", "Marchbank")
    world.made.objector = canvass.elector(flat, "Zofia", "Haddad")
    canvass.elector(flat, "Anghared", "Llanfihangel-Featherstonehaugh")
    untried = canvass.household(road, 27)
    canvass.elector(untried, "Rhiannon", "Llanfihangel-Featherstonehaugh")
    canvass.elector(untried, "Bronagh", "Keel")
    world.made.board = canvass.board(cast.osei, door, flat, untried)
    canvass.hand(world.made.board, cast.alun, cast.osei)
    closed = canvass.board(cast.osei, door)
    with scoping.units([unit.pk]):
        Board.objects.filter(pk=closed.pk).update(closed_at=timezone.now(), closed_by=cast.osei)
    late, phone = phones.phone(closed, cast.alun), phones.phone(world.made.board, cast.alun)
    waiting = late.answer(elsie)
    late.send(waiting)
    world.made.door, world.made.listed = flat, elsie.polling_district
    search = sealing.lock(json.dumps([unit.pk, cast.marian.pk, "marchbnk cwrt", ""]))
    world.made.query = {"event": waiting["id"], "district": elsie.polling_district_id, "search": search}
    phone.send(phone.answer(graham, scale=8, issues=["buses"]), phone.outcome("not_in", household=flat))
    phone.send(phone.outcome("do_not_contact", elector=world.made.objector))
    noted = phone.answer(elsie, issues=["buses"], said={"note": "Nothing goes to Llanfihangel after six o’clock"})
    phone.send(noted)
    world.made.query["note"] = noted["id"]
    with scoping.units([unit.pk]):
        sharing.share(
            obj=world.made.board,
            unit=unit,
            email=cast.noor.email,
            name="",
            why="Rings round on the evening before",
            until_on=clock.today(),
            by=cast.osei,
        )
        _register_files(world)
        world.made.topic = issues.add(unit=unit, label="The lido at Llanfihangel", ward=None, by=cast.marian)
        quality.measure(unit=unit.pk, day=clock.today() - datetime.timedelta(weeks=4))
        keeping.purge(unit=unit)
    finding.gather(unit.pk)
    in_use = canvass.edition(unit)
    world.made.held = canvass.supplied(unit, in_use.dated_on, on=clock.today(), of=in_use)
    last = world.made.held.finished_at + datetime.timedelta(hours=1)  # and so the one that can be taken back
    with scoping.units([unit.pk]):
        RegisterImport.objects.filter(pk=world.made.in_use.pk).update(finished_at=last)


def _doorstep(world: World) -> None:
    """A survey with answers, words, a consent, flags of which one is due and one was lifted, and what was found."""
    unit, cast = world.cast.wexcombe, world.cast
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    door, flat = canvass.household(road, 23), canvass.household(road, 25, building="The Maltings", flat="Flat 2")
    elsie = canvass.elector(door, "Anghared", "Llanfihangel-Featherstonehaugh")
    zofia = canvass.elector(flat, "Zofia", "Haddad")
    board = canvass.board(cast.osei, door, flat)
    canvass.hand(board, cast.alun, cast.osei)
    phone = phones.phone(board, cast.alun)
    question = {"key": "q1", "text": "Do you take the bus to Llanfihangel?", "kind": "choice", "only_if": None}
    question["options"] = [{"code": "yes", "label": "Most days"}, {"code": "no", "label": "Never at all"}]
    branch = {"key": "q2", "text": "What would you change?", "kind": "text", "options": []}
    branch["only_if"] = {"key": "q1", "codes": ["yes"]}
    with scoping.units([unit.pk]):
        body = {"script": "Hello from the local Labour Party.", "questions": [question, branch]}
        version = surveys.save(by=cast.osei, unit=unit, survey=None, name="Buses to Llanfihangel", body=body)
        words = consents.reword(by=cast.osei, unit=unit, channel=Channel.PHONE, text="May we ring you about elections?")
        letters.save(by=cast.osei, unit=unit, letters=[("L", "labour"), ("X", "wont_say"), ("D", "undecided")])
    said = {"survey": {"version": str(version.pk), "answers": {"q1": "yes", "q2": "Later ones from town"}}}
    phone.send(
        phone.answer(elsie, said=said | {"wishes": ["poster"]}),
        phone.consent(elsie, words.pk),
        phone.flag(door, "threat", "He came out with a stick and shouted"),
        phone.flag(flat, "dog"),
        phone.found("The flat above the garage of number 23", street=road.pk),
        phone.found(name="Maria Ferrante-Llanfihangel", household=door.pk),
    )
    with scoping.units([unit.pk]):
        due = DoorFlag.objects.get(household=door)
        DoorFlag.objects.filter(pk=due.pk).update(review_on=clock.today())
        flags.lift(by=cast.osei, flag=DoorFlag.objects.get(household=flat), reason="The dog has died")
        found.decide(by=cast.osei, found=Found.objects.filter(household=door).get(), state=FoundState.KEPT)
        no_contact.mark(by=cast.osei, elector=zofia, reason="Her daughter rang the office on Tuesday")
        world.made.found, world.made.not_wanted = Found.objects.get(household=door), zofia
    world.made.survey, world.made.flag, world.made.household, world.made.elector = version.survey, due, door, elsie


def _targets(world: World) -> None:
    """A rule with lines of every sort, one put away, and a list of the first with somebody of each reason."""
    unit, cast = world.cast.wexcombe, world.cast
    canvass.edition(unit)
    world.made.district = canvass.bulk(unit, districts=2, streets=3, doors=12, per_door=2).districts[0]
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    door = canvass.household(road, 25, building="The Maltings", flat="Flat 2", in_district=world.made.district)
    elsie = canvass.elector(door, "Anghared", "Llanfihangel-Featherstonehaugh")
    targets.latest(elsie, "undecided", days=300)
    targets.latest(canvass.elector(door, "Zofia", "Haddad"), "", spoken_at=None, do_not_contact=True)
    lines = (targets.UNDECIDED, targets.NEVER, Condition("issue", "ever", codes=("buses", "fly_tipping")))
    but_not = (Condition("turnout", "missed", times=2, of=3), Condition("postal", "yes"))
    name = "Undecided in Llanfihangel-yng-Ngwynfa since the last council election"
    limits = {"recontact_days": 60, "approaches": 3, "approach_days": 90}
    version = targets.version(unit, cast.osei, *lines, but_not=but_not, name=name, **limits)
    world.made.rule = version.rule
    world.made.old_rule = targets.version(unit, cast.osei).rule
    world.made.target_list = targets.target_list(cast.osei, version)
    with scoping.units([unit.pk]):
        target_actions.put_away(by=cast.osei, rule=world.made.old_rule)
    world.made.query = {"listed": world.made.target_list.pk}


def _register_files(world: World) -> None:
    """A file waiting for approval, one that is no register, one being brought in, one that stopped, one in use."""
    day = datetime.date(2026, 12, 1)
    for name, content in {"waiting": REGISTER, "refused": b"name,email\nElsie,e@example.org\n"}.items():
        made = lifecycle.upload(
            unit=world.cast.wexcombe,
            file_name=f"{name}.csv",
            chunks=[content],
            council=canvass.council(world.cast.wexcombe),
            dated_on=day,
            by=world.cast.marian,
        )
        lifecycle.read(made.pk)
        setattr(world.made, name, made)
    _unmapped(world)
    states = {
        "running": ImportState.APPLYING,
        "stopped": ImportState.FAILED,
        "in_use": ImportState.APPLIED,
        "second": ImportState.SECOND,
        "undone": ImportState.UNDONE,
    }
    nothing = {"entries": 0, "wards": [], "adopted": [], "edition": ""}
    for name, state in states.items():
        copy = RegisterImport.objects.get(pk=world.made.waiting.pk)
        copy.pk, copy.state, copy.stored_as = uuid.uuid4(), state, ""
        copy._state.adding, copy.finished_at = True, copy.uploaded_at
        copy.approved_by, copy.approved_at = world.cast.osei, copy.uploaded_at
        copy.undone_by, copy.undone_at = world.cast.marian, copy.uploaded_at
        copy.report = copy.report | {"before": nothing, "needs_second": state == ImportState.SECOND, "unmatched": 1}
        copy.done, copy.total, copy.stage = 44120, 71642, "matching"
        copy.problem = "The server was stopped. The register you hold is as it was." if name == "stopped" else ""
        copy.save()
        setattr(world.made, name, copy)
    _doubtful(world)


def _doubtful(world: World) -> None:
    """A question of who is who, one that was decided, examples of changes, and a row that fits nobody."""
    unit, of = world.cast.wexcombe, {"unit": world.cast.wexcombe, "register_import": world.made.in_use}
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    for number in (40, 42):
        was = canvass.elector(canvass.household(road, number), "Bronwen", "Featherstonehaugh")
        now = canvass.elector(canvass.household(road, number, "A"), "Bronwen Angharad", "Featherstonehaugh-Llewellyn")
        found = canvass.doubt(was, now, 67, "same_forenames", "joined_surname", of=world.made.in_use)
    matches.different(match=found, by=world.cast.marian)
    said = "Featherstonehaugh, Bronwen · 40 Cwrt Llanfihangel-yng-Ngwynfa · HH1 124"
    for operation in ("amend", ""):
        reason = "" if operation else "wrong_name"
        ChangeSample.objects.create(
            **of, district_code="HH1", operation=operation, reason=reason, line=2, was=said, now=said
        )


def _unmapped(world: World) -> None:
    """A file of a layout that nobody has described yet."""
    kept = files.store([UNKNOWN])
    made = RegisterImport.objects.get(pk=world.made.waiting.pk)
    made.pk, made.state, made.stored_as, made.report = uuid.uuid4(), ImportState.UNMAPPED, kept.name, {}
    made._state.adding = True
    made.save()
    world.made.unmapped = made


def _organise(world: World) -> None:
    unit, by = world.cast.wexcombe, world.cast.marian
    header = "Membership number,First name,Last name,Email,Postcode,Joined\n"
    with scoping.units([unit.pk]):
        for name, rows in {
            "applied": "A1,Elsie,Marchbank,elsie@example.org,WX1 2AB,2024-05-01\n",
            "checked": "A1,Elsie,Marchbanks,elsie@example.org,WX1 2AB,2024-05-01\n"
            "A2,,,nobody,WX1,31 April\nA3,Jo,Tranmer,,,\n",
        }.items():
            made = members.read(unit=unit, file_name=f"{name}.csv", content=(header + rows).encode(), by=by)
            setattr(world.made, name, made)
            if name == "applied":
                members.approve(member_import=made, by=by)
        world.made.member = Member.objects.get(membership_number="A1")


def _roadmap(world: World) -> None:
    world.made.item = items.ask(
        title="Lists in large print", body="For those of us who forgot our glasses.\n\nPlease.", by=world.cast.noor
    )
    items.need(item=world.made.item, by=world.cast.alun)


def _sessions(world: World) -> None:
    unit, cast = world.cast.wexcombe, world.cast
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    doors = [canvass.household(road, number) for number in (1, 3, 5)]
    for door in doors:
        canvass.elector(door, "Anghared", "Llanfihangel-Featherstonehaugh")
    world.made.board = canvass.board(cast.osei, doors[0], name="HH1: Cwrt Llanfihangel-yng-Ngwynfa, 1 to 99")
    world.made.out = canvass.board(cast.osei, doors[1], name="HH1: Cwrt Llanfihangel-yng-Ngwynfa, 2 to 98")
    free = canvass.board(cast.osei, doors[2], name="HH1: free")
    made = outings.session(unit, cast.osei, world.made.board, world.made.out, name="Llanfairpwllgwyngyll by night")
    world.made.session, world.made.over = made, outings.session(unit, cast.osei, free, name="Last week")
    world.made.nell = people.newcomer("nell", "Nell Penhallow-Wolstenholme-Prys")
    world.made.nell.set_unusable_password()
    world.made.nell.save()
    world.made.join = outings.code(made, cast.osei).split("/")[-2]
    with scoping.units([unit.pk]):
        sessions.close(by=cast.osei, session=world.made.over, put_away=False)
        out = Board.objects.get(pk=world.made.out.pk)
        handing = teams.hand(by=cast.osei, board=out, team=made.teams.all()[0], to=cast.alun)
        Team.objects.filter(session=made, out_at__isnull=False).update(due_at=timezone.now())
        world.made.way_in = passes.make(by=cast.osei, handing=handing)[1]
        asking, _key = newcomers.ask(session=made, name=world.made.nell.name, email=world.made.nell.email)
        newcomers.vouch(by=cast.osei, newcomer=asking)
        world.made.place = made.joined.get(user=world.made.nell)
        world.made.newcomer, _key = newcomers.ask(session=made, name="Bronagh Keel", email="bronagh@example.net")
        DoorFlag.objects.create(
            unit=unit,
            household=doors[0],
            reason=Hostility.values[0],
            note="A dog off the lead in the front garden",
            flagged_at=timezone.now(),
            review_on=clock.today(),
        )
    held = phones.phone(world.made.out, cast.alun)
    with scoping.units([unit.pk]):
        DeviceGrant.objects.filter(pk=held.grant.pk).update(queue_depth=3, last_seen_at=timezone.now())


def _turf(world: World) -> None:
    """Doors on the map, in all states, on a street that somebody has put in order; and a session with their board."""
    unit, cast = world.cast.wexcombe, world.cast
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    doors = [canvass.household(road, number) for number in range(1, 9)]
    people_there = [canvass.elector(door) for door in doors]
    world.made.street, world.made.district = road, canvass.district(unit, "HH1")
    world.made.board = canvass.board(cast.osei, *doors)
    canvass.hand(world.made.board, cast.alun, cast.osei)
    phone = phones.phone(world.made.board, cast.alun)
    phone.send(phone.answer(people_there[0]), phone.outcome("not_in", household=doors[1]))
    phone.send(phone.outcome("deceased", elector=people_there[2]))
    with scoping.units([unit.pk]):
        for at, door in enumerate(doors[:7]):
            Household.objects.filter(pk=door.pk).update(latitude=53.05 + at // 2 / 5000, longitude=-2.25)
        places.bring_in(unit, *places.DISTRICTS, kind="district", makes_districts=True)
        places.bring_in(unit, *places.OLD_WARDS, kind="ward")
        walking.turn_round(district=world.made.district, street=road, by=cast.osei)
        now = timezone.now()
        world.made.session = CanvassSession.objects.create(
            unit=unit,
            name="Saturday at the Llanfihangel-Featherstonehaugh lido",
            meets_at=now,
            back_at=now + datetime.timedelta(hours=2),
            meeting_point="The lido",
            leader=cast.osei,
            made_by=cast.osei,
        )
        Board.objects.filter(pk=world.made.board.pk).update(session=world.made.session)
    world.made.query = {"door": doors[1].pk}


def _places(world: World) -> None:
    """A district that new wards cut, files that wait and one in use, a road group, stations with their boxes."""
    unit = world.cast.wexcombe
    town = canvass.bulk(unit, districts=1, streets=2, doors=4)
    ward = canvass.ward(unit, "Llanfihangel-yng-Ngwynfa")
    road, here = canvass.street(unit, "Quay"), canvass.district(unit, "C", in_ward=ward)
    canvass.elector(canvass.household(road, 1, in_district=here), "Bronagh", "Keel")
    world.made.cut = canvass.district(unit, "B")
    canvass.district(unit, "Z")
    world.made.query = {"district": town.districts[0].pk}
    world.made.election = gotv.election(unit, rehearsal=True)
    with scoping.units([unit.pk]), tempfile.TemporaryDirectory() as folder:
        places.bring_in(unit, *places.DISTRICTS, kind="district")
        world.made.applied = places.bring_in(unit, *places.NEW_WARDS, kind="ward")
        PollingDistrict.objects.create(unit=unit, code="D", ward=ward, ward_split="decided")
        world.made.waiting = places.waiting(unit, *places.OLD_WARDS, kind="ward", starts_on=clock.today())
        picks = [(here.pk, road.pk)]
        PollingDistrict.objects.filter(pk=here.pk).update(ward=ward)
        world.made.group = road_groups.make(unit=unit, name="Down by the quay", picks=picks, by=None)
        boxes = (stations.CONTACT_CREATOR, "55,School,Walk,SE11 6DS,1200,310,WEST,1,1200,C", "56,Hut,,,0,0,WEST,0,0,C")
        for name in ("in_use", "stations"):
            made = stations.upload(world.made.election, Path(folder), *boxes)
            setattr(world.made, name, made)
        station_files.approve(file=world.made.in_use, chosen={}, by=None)
        stats = Path(folder) / "stats.csv"
        stats.write_text(
            stations.stats(stations.sums("W", "C", "9", "4", "3", "2"), stations.sums("W", "D", "9", "4", "3", "2"))
        )
        campaign_figures.load(unit=unit, path=stats, by=None)


def _paper(world: World) -> None:
    """A knock-up sheet, a teller's pad and a pack, as they are made."""
    election, district = world.made.election, world.made.district
    with scoping.units([election.unit_id]):
        streets = knock_ups.doors(election, district)
        by = world.cast.osei
        world.made.sheet = sheets.lay_out(election=election, district=district, streets=streets, by=by)[0].sheet.code
        world.made.pad = sheets.make_pads(election=election, station=world.made.station, pages=1, by=by)[0].code
        packs.build(room=world.made.room, by=by)


def _gotv(world: World) -> None:
    unit: Unit = world.cast.wexcombe
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    hill = canvass.street(unit, "Tanyard Row")
    world.made.district = canvass.district(unit, "HH3", "Tanyard", canvass.ward(unit))
    people_at = [
        canvass.elector(canvass.household(place, number, in_district=world.made.district), "Elsie", "Marchbank")
        for place in (road, hill)
        for number in (1, 2, 3, 12)
    ]
    for elector in people_at:
        gotv.promise(elector)
    world.made.election = gotv.election(unit, rehearsal=True)
    world.made.station = gotv.station(world.made.election, "Harrow Hill Library", world.made.district)
    world.made.room = gotv.room(world.made.election, "Castle", world.made.district)
    world.made.box = gotv.box(world.made.station, "1", world.made.district)
    world.made.count = gotv.count(world.made.box, 0, by=world.cast.osei)
    gotv.shift(world.made.station, 7, 9, world.cast.tess)
    with scoping.units([unit.pk]):
        world.made.mark = gotv.mark(world.made.station, people_at[0])
        rooms.add_officer(room=world.made.room, user=world.cast.osei, duty=RoomDuty.LEAD, by=None)
    world.made.snapshot = gotv.frozen(world.made.election, world.cast.osei)
    world.made.round = gotv.round(world.made.election, world.made.district, world.cast.osei, world.cast.alun)
    with scoping.units([unit.pk]):
        late = canvass.elector(people_at[0].household, "Llewelyn ap Iorwerth", "Marchbank-Featherstonehaugh")
        snapshots.add(snapshot=world.made.snapshot, elector=late, by=world.cast.osei)
        told = [(people_at[4], "wont"), (people_at[5], "will")]
        said = [knocks.Said(uuid.uuid4(), one.household_id or 0, what, timezone.now(), one.pk) for one, what in told]
        knocks.record(one=world.made.round, said=said, by=world.cast.alun)
    world.made.driver = gotv.driver(world.made.election)
    world.made.driving = driver_queries.token(world.made.driver)
    world.made.lift = gotv.lift(world.made.election, people_at[6], people=2, needs=["wheelchair"], phone="01632 960401")
    with scoping.units([unit.pk]):
        # Not on the register, so that the driver's page without an account names no elector.
        other = lifts.ask(election=world.made.election, elector=None, by=None, name="Dot Larkspur", address="2 Quay")
        lifts.give(lift=other, driver=world.made.driver, by=world.cast.osei)
    _paper(world)
    gotv.absent(people_at[1], world.made.election)
    gotv.mark(world.made.station, people_at[1])  # somebody who votes by post: odd
    with scoping.units([unit.pk]):
        world.made.code = teller_passes.make(station=world.made.station, by=world.cast.osei, name="Edna Marsh")
        teller_passes.speak(found=world.made.code, by=world.cast.osei)
    world.made.telling = pass_queries.token(world.made.code)
    world.made.past = gotv.election(unit, "Borough council 2025", on=clock.today() - datetime.timedelta(days=180))
    gotv.turnout(people_at[2], world.made.past)
    world.made.counted = gotv.election(unit, "By counts alone", counts_only=True)
    world.made.absent_list = gotv.absent_list(world.made.election, "HH3,1\nHH3,99\n")
    world.made.marked = gotv.marked_register(world.made.past, "HH3,1,V\nHH3,2,\nHH3,99,VA\n")


def _training(world: World) -> None:
    """Somebody new with two roles that are not open yet, and two tools, one of them off the list."""
    world.made.nell = people.newcomer()
    for role in (RoleName.CANVASSER, RoleName.DATA_OFFICER):
        people.grant(world.made.nell, world.cast.wexcombe, role)
    facts = {"what_for": "Ordering leaflets, a great many of them.", "steps": "Ask the printer.\nPress Done."}
    Tool.objects.create(code="leafletter", name="Leafletter", at_least=2, steps_back="Tell the printer.", **facts)
    Tool.objects.create(code="old", name="Duplicator", retired_at=timezone.now(), **facts)


def _requests(world: World) -> None:
    """Requests in every state, an appeal, somebody away, a key to a tool, and a role that was ended without notice."""
    cast, today = world.cast, clock.today()
    nell = world.made.nell = people.newcomer(name="Nell Llanfihangel-Featherstonehaugh")
    canvass.ward(cast.wexcombe)
    need = "Run the boards for the Sunday sessions in Llanfairpwllgwyngyll and everywhere else where somebody is needed"
    world.made.open = asking.ask(cast, nell, RoleName.BOARD_RUNNER, need=need, why=need, needed_by=today)
    world.made.asked_back = asking.ask(cast, nell, RoleName.TELLER)
    requests.ask_back(request=world.made.asked_back, by=cast.osei, words="Which polling station is it for?")
    world.made.refused = asking.ask(cast, nell, RoleName.DATA_OFFICER)
    requests.refuse(request=world.made.refused, by=cast.marian, reason="other_role", words="A board runner can do it.")
    world.made.approved = asking.ask(cast, nell)
    requests.approve(request=world.made.approved, by=cast.osei, ends_on=today, words="For today.")
    world.made.key = asking.ask(cast, nell, "", tool=asking.tool(), need="Make lists")
    requests.approve(request=world.made.key, by=cast.marian)
    asking.away(cast.osei, cast.wexcombe, today, today)
    dismissed = asking.ask(cast, cast.tess)
    requests.refuse(request=dismissed, by=cast.osei, reason="not_needed", words="We are full.")
    world.made.appeal = requests.appeal(request=dismissed, by=cast.tess, words="There is a board without anybody.")
    with scoping.units([cast.wexcombe.pk]):
        world.made.ended = Grant.objects.get(user=cast.alun)
        grants.end(grant=world.made.ended, reason="Lost a list on the bus.", by=cast.marian, urgent=True)


def _mail_server(world: World) -> None:
    world.made.top = Unit.objects.get(parent=None)
    people.grant(world.cast.noor, world.made.top, RoleName.ADMINISTRATOR)


# Parts whose pages are only there, or are longer, where EMAIL_URL names no mail server.
WITHOUT_MAIL = {"empty", "mail server"}
BUILDERS: dict[str, Callable[[World], None]] = {
    "account": _account,
    "access": _access,
    "doorstep": _doorstep,
    "targets": _targets,
    "canvass": _canvass,
    "gotv": _gotv,
    "mail server": _mail_server,
    "offices": _offices,
    "organise": _organise,
    "places": _places,
    "sessions": _sessions,
    "turf": _turf,
    "requests": _requests,
    "roadmap": _roadmap,
    "training": _training,
}
