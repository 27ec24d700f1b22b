"""Addresses of organise."""

from __future__ import annotations

from django.urls import path

from organise.views import imports, members

app_name = "organise"
urlpatterns = [
    path("u/<slug:unit>/organise/members/", members.members, name="members"),
    path("u/<slug:unit>/organise/members/<int:member>/", members.member, name="member"),
    path("u/<slug:unit>/organise/members/files/", imports.files, name="members_files"),
    path("u/<slug:unit>/organise/members/files/new/", imports.choose, name="choose_members_file"),
    path("u/<slug:unit>/organise/members/files/<uuid:file>/", imports.file, name="members_file"),
    path("u/<slug:unit>/organise/members/files/<uuid:file>/columns/", imports.columns, name="match_columns"),
    path("u/<slug:unit>/organise/members/files/<uuid:file>/approve/", imports.approve, name="approve_members_file"),
    path("u/<slug:unit>/organise/members/files/<uuid:file>/throw-away/", imports.discard, name="discard_members_file"),
    path(
        "u/<slug:unit>/organise/members/files/<uuid:file>/take-back/", imports.take_back, name="take_back_members_file"
    ),
    path(
        "u/<slug:unit>/organise/members/files/<uuid:file>/left-out.csv", imports.problems, name="members_file_problems"
    ),
]
