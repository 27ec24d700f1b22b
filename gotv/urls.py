"""Addresses of gotv. The teller's stand outside /u/<unit>/: a phone at a station knows only its station."""

from __future__ import annotations

from django.urls import path

from gotv.views import dashboard, elections, knock_ups, marks, stations, tellers

app_name = "gotv"
_UNIT = "u/<slug:unit>/gotv/"
_ELECTION = f"{_UNIT}<int:election>/"
urlpatterns = [
    path("gotv/teller/", tellers.stations, name="teller_stations"),
    path("gotv/teller/<int:station>/", tellers.teller, name="teller"),
    path("gotv/teller/<int:station>/undo/", tellers.undo, name="teller_undo"),
    path("gotv/teller/<int:station>/device/", tellers.device, name="teller_device"),
    path(_UNIT, elections.polling_days, name="polling_days"),
    path(f"{_UNIT}new/", elections.new, name="new_election"),
    path(_ELECTION, dashboard.page, name="dashboard"),
    path(f"{_ELECTION}figures/", dashboard.figures, name="figures"),
    path(f"{_ELECTION}districts/", dashboard.districts, name="districts"),
    path(f"{_ELECTION}edit/", elections.edit, name="edit_election"),
    path(f"{_ELECTION}stations/", stations.listing, name="stations"),
    path(f"{_ELECTION}stations/new/", stations.add, name="new_station"),
    path(f"{_ELECTION}stations/all/", stations.arrange, name="arrange_stations"),
    path(f"{_ELECTION}stations/back/<str:token>/", stations.restore, name="restore_station"),
    path(f"{_ELECTION}stations/<int:station>/", stations.edit, name="edit_station"),
    path(f"{_ELECTION}stations/<int:station>/remove/", stations.remove, name="remove_station"),
    path(f"{_ELECTION}numbers/", marks.numbers, name="numbers"),
    path(f"{_ELECTION}marks/", marks.listing, name="marks"),
    path(f"{_ELECTION}marks/<uuid:mark>/void/", marks.void, name="void_mark"),
    path(f"{_ELECTION}knock-ups/", knock_ups.districts, name="knock_ups"),
    path(f"{_ELECTION}knock-ups/<int:district>/", knock_ups.listing, name="knock_up_list"),
    path(f"{_ELECTION}knock-ups/<int:district>/sheets/", knock_ups.sheets, name="knock_up_sheets"),
]
