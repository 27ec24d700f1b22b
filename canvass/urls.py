"""Addresses of canvass."""

from __future__ import annotations

from django.urls import path

from canvass.views import answers, boards, devices, imports, phone, register, sharing, sync

app_name = "canvass"
urlpatterns = [
    path("u/<slug:unit>/canvass/register/", register.register, name="register"),
    path("u/<slug:unit>/canvass/register/imports/", imports.files, name="imports"),
    path("u/<slug:unit>/canvass/register/imports/new/", imports.new, name="import_new"),
    path("u/<slug:unit>/canvass/register/imports/<uuid:file>/", imports.file, name="import"),
    path("u/<slug:unit>/canvass/register/imports/<uuid:file>/approve/", imports.approve, name="import_approve"),
    path("u/<slug:unit>/canvass/register/imports/<uuid:file>/discard/", imports.discard, name="import_discard"),
    path("u/<slug:unit>/canvass/register/imports/<uuid:file>/left-out.csv", imports.left_out, name="import_left_out"),
    path("u/<slug:unit>/canvass/boards/", boards.boards, name="boards"),
    path("u/<slug:unit>/canvass/boards/new/", boards.new, name="board_new"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/", boards.board, name="board"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/sheets/", boards.sheets, name="board_sheets"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/hand-out/", boards.hand_out, name="board_hand_out"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/take-back/", boards.take_back, name="board_take_back"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/close/", boards.close, name="board_close"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/reopen/", boards.reopen, name="board_reopen"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/share/", sharing.share, name="board_share"),
    path("u/<slug:unit>/canvass/boards/<uuid:board>/share/<int:share>/end/", sharing.take_back, name="board_unshare"),
    path("u/<slug:unit>/canvass/answers/", answers.answers, name="answers"),
    path("u/<slug:unit>/canvass/answers/accept/", answers.accept, name="answers_accept"),
    path("u/<slug:unit>/canvass/answers/set-aside/", answers.set_aside, name="answers_set_aside"),
    path("u/<slug:unit>/canvass/answers/<uuid:event>/undo/", answers.undo, name="answer_undo"),
    path("u/<slug:unit>/canvass/electors/<int:elector>/lift/", answers.lift, name="lift"),
    path("u/<slug:unit>/canvass/electors/<int:elector>/put-back/", answers.put_back, name="put_back"),
    path("u/<slug:unit>/canvass/phones/", devices.phones, name="devices"),
    path("u/<slug:unit>/canvass/phones/<uuid:phone>/lost/", devices.lost, name="device_lost"),
    path("canvass/", phone.boards, name="phone"),
    path("canvass/shared/<uuid:board>/", sharing.shared, name="shared_board"),
    path("canvass/phones/", devices.yours, name="your_devices"),
    path("canvass/phones/<uuid:phone>/lost/", devices.yours_lost, name="your_device_lost"),
    path("canvass/board/<uuid:board>/", phone.board, name="phone_board"),
    path("canvass/board/<uuid:board>/hand-back/", phone.hand_back, name="phone_hand_back"),
    path("canvass/board/<uuid:board>/keep/", phone.keep, name="phone_keep"),
    path("canvass/board/<uuid:board>/device/", phone.device, name="phone_device"),
    path("canvass/sync/v1/events", sync.events, name="sync_events"),
    path("canvass/sync/v1/ping", sync.ping, name="sync_ping"),
]
