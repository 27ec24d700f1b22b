"""Addresses of gotv. The teller's stand outside /u/<unit>/: a phone at a station knows only its station."""

from __future__ import annotations

from django.urls import path

from gotv.views import (
    absent,
    campaign_figures,
    dashboard,
    elections,
    franchise,
    knock_ups,
    marks,
    station_files,
    stations,
    tellers,
    turnout,
)

app_name = "gotv"
_UNIT = "u/<slug:unit>/gotv/"
_ELECTION = f"{_UNIT}<int:election>/"
_ABSENT, _MARKED = f"{_ELECTION}absent/", f"{_ELECTION}marked/"
_PAPER = f"{_MARKED}districts/<int:district>/"
urlpatterns = [
    path("gotv/teller/", tellers.stations, name="teller_stations"),
    path("gotv/teller/<int:station>/", tellers.teller, name="teller"),
    path("gotv/teller/<int:station>/undo/", tellers.undo, name="teller_undo"),
    path("gotv/teller/<int:station>/device/", tellers.device, name="teller_device"),
    path(_UNIT, elections.polling_days, name="polling_days"),
    path(f"{_UNIT}contact-creator/", campaign_figures.figures, name="campaign_figures"),
    path(f"{_UNIT}new/", elections.new, name="new_election"),
    path(f"{_UNIT}past/", elections.new_past, name="past_election"),
    path(_ELECTION, dashboard.page, name="dashboard"),
    path(f"{_ELECTION}figures/", dashboard.figures, name="figures"),
    path(f"{_ELECTION}districts/", dashboard.districts, name="districts"),
    path(f"{_ELECTION}edit/", elections.edit, name="edit_election"),
    path(f"{_ELECTION}stations/", stations.listing, name="stations"),
    path(f"{_ELECTION}stations/new/", stations.add, name="new_station"),
    path(f"{_ELECTION}stations/all/", stations.arrange, name="arrange_stations"),
    path(f"{_ELECTION}stations/files/", station_files.new, name="station_file_new"),
    path(f"{_ELECTION}stations/files/<uuid:file>/", station_files.file, name="station_file"),
    path(f"{_ELECTION}stations/files/<uuid:file>/approve/", station_files.approve, name="station_file_approve"),
    path(f"{_ELECTION}stations/files/<uuid:file>/discard/", station_files.discard, name="station_file_discard"),
    path(f"{_ELECTION}stations/files/<uuid:file>/undo/", station_files.undo, name="station_file_undo"),
    path(f"{_ELECTION}stations/back/<str:token>/", stations.restore, name="restore_station"),
    path(f"{_ELECTION}stations/<int:station>/", stations.edit, name="edit_station"),
    path(f"{_ELECTION}stations/<int:station>/remove/", stations.remove, name="remove_station"),
    path(f"{_ELECTION}numbers/", marks.numbers, name="numbers"),
    path(f"{_ELECTION}marks/", marks.listing, name="marks"),
    path(f"{_ELECTION}marks/<uuid:mark>/void/", marks.void, name="void_mark"),
    path(f"{_ELECTION}knock-ups/", knock_ups.districts, name="knock_ups"),
    path(f"{_ELECTION}knock-ups/<int:district>/", knock_ups.listing, name="knock_up_list"),
    path(f"{_ELECTION}knock-ups/<int:district>/sheets/", knock_ups.sheets, name="knock_up_sheets"),
    path(f"{_ELECTION}voters/", franchise.page, name="franchise"),
    path(f"{_ELECTION}voters/letters/", franchise.edit, name="edit_franchise"),
    path(_ABSENT, absent.page, name="absent"),
    path(f"{_ABSENT}new/", absent.new, name="absent_new"),
    path(f"{_ABSENT}hand/", absent.by_hand, name="absent_by_hand"),
    path(f"{_ABSENT}hand/<int:vote>/", absent.change, name="absent_change"),
    path(f"{_ABSENT}<uuid:absent_list>/", absent.detail, name="absent_list"),
    path(f"{_ABSENT}<uuid:absent_list>/decide/", absent.decide, name="absent_decide"),
    path(_MARKED, turnout.page, name="turnout"),
    path(f"{_MARKED}new/", turnout.new, name="marked_new"),
    path(f"{_MARKED}<uuid:marked>/", turnout.detail, name="marked_file"),
    path(f"{_MARKED}<uuid:marked>/decide/", turnout.decide, name="marked_decide"),
    path(_PAPER, turnout.district, name="turnout_district"),
    path(f"{_PAPER}close/", turnout.close, name="turnout_close"),
    path(f"{_PAPER}<uuid:entry>/undo/", turnout.undo, name="turnout_undo"),
]
