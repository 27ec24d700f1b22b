"""Addresses of access."""

from __future__ import annotations

from django.urls import path

from access.views import grants, mail, records, setup, start, units

app_name = "access"
urlpatterns = [
    path("setup/", setup.setup, name="setup"),
    path("dev/mail", mail.caught, name="caught_mail"),
    path("dev/mail/<uuid:message>/", mail.caught_message, name="caught_message"),
    path("u/<slug:unit>/", start.start, name="start"),
    path("u/<slug:unit>/access/", grants.grants, name="grants"),
    path("u/<slug:unit>/access/ended/", grants.ended, name="ended"),
    path("u/<slug:unit>/access/give/", grants.give, name="give"),
    path("u/<slug:unit>/access/<int:grant>/end/", grants.end, name="end"),
    path("u/<slug:unit>/access/roles/", grants.roles, name="roles"),
    path("u/<slug:unit>/access/units/", units.below, name="units"),
    path("u/<slug:unit>/access/record/", records.record, name="record"),
    path("u/<slug:unit>/access/settings/", units.settings, name="settings"),
    path("u/<slug:unit>/access/mail/", mail.mail, name="mail"),
    path("u/<slug:unit>/access/mail/server/", mail.server, name="mail_server"),
]
