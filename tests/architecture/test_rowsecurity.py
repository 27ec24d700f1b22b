"""The third wall, table by table, as the role that serves people: without a unit, with a wrong one, with one's own.

A new table about people is tried by itself: its rows are made by tests/factories/anything.py.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from access.models import Grant, LessonPass, TermsSignature
from access.privacy import Privacy
from tests.cast import Cast
from tests.everywhere import as_in_production, everywhere
from tests.factories.anything import Rows

OURS = {"access", "organise", "canvass", "gotv", "roadmap"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
WITH_UNIT = [one for one in MODELS if any(field.column == "unit_id" for field in one._meta.concrete_fields)]
# Rows about an account, which counts in every unit: shown to the person, and where they hold or ask for something.
OF_AN_ACCOUNT = [LessonPass, TermsSignature]
# What is added for another unit than one's own: a refused attempt in its record, and mail.
ADDED_FROM_ANYWHERE = {"access.AuditEvent", "access.OutboxMessage"}


def _label(model: type[models.Model]) -> str:
    return model._meta.label


def test_the_tables_with_a_unit_were_found() -> None:
    assert len(WITH_UNIT) > 30


def test_every_table_with_a_unit_or_about_people_is_protected(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        protected = {row[0] for row in cursor.fetchall()}
    bare = {_label(one) for one in WITH_UNIT if one._meta.db_table not in protected}
    for model in MODELS:
        privacy = getattr(model, "privacy", None)
        if isinstance(privacy, Privacy) and not privacy.everywhere and model._meta.db_table not in protected:
            bare.add(_label(model))
    assert bare == set(), "protect it in its migration: access.rowsecurity.Protect"


def test_the_role_that_serves_people_is_bound(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND pg_has_role(current_user, relowner, 'USAGE')"
        )
        assert cursor.fetchall() == [], "owners are not bound"


def test_no_function_of_ours_can_be_led_astray(db: None) -> None:
    """What runs as its owner names its schema: a table of the same name in another one is never taken for ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
            "AND NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
            "AND EXISTS (SELECT 1 FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) a WHERE a.grantee = 0)"
        )
        assert cursor.fetchall() == [], "everybody may call it, and not only the role that serves people"


@pytest.fixture
def rows() -> Rows:
    return Rows()


def _seen(model: type[models.Model], units: str | None, user: int | str = "") -> set[object]:
    """Return the ids that a query sees under this setting, without a manager; None: nothing was ever set."""
    with as_in_production(), transaction.atomic(), connection.cursor() as cursor:
        if units is None:
            cursor.execute("RESET app.units")
        else:
            cursor.execute("SELECT set_config('app.units', %s, true)", [units])
        cursor.execute("SELECT set_config('app.user', %s, true)", [str(user)])
        return set(models.QuerySet(model).values_list("pk", flat=True))


@pytest.mark.parametrize("model", WITH_UNIT, ids=_label)
def test_rows_are_seen_in_a_scope_on_their_unit_alone(model: type[models.Model], cast: Cast, rows: Rows) -> None:
    ours, theirs = rows.of(model, cast.wexcombe).pk, rows.of(model, cast.marsham).pk
    for nothing in (None, "", "{}", "{999999}", "wexcombe", "0"):
        assert not {ours, theirs} & _seen(model, nothing), f"app.units = {nothing!r}"
    assert ours in _seen(model, f"{{{cast.wexcombe.pk}}}")
    assert theirs not in _seen(model, f"{{{cast.wexcombe.pk}}}")
    assert {ours, theirs} <= _seen(model, f"{{{cast.wexcombe.pk},{cast.marsham.pk}}}")


@pytest.mark.parametrize("model", WITH_UNIT, ids=_label)
def test_another_units_rows_can_be_neither_changed_nor_deleted_nor_added(
    model: type[models.Model], cast: Cast, rows: Rows
) -> None:
    ours, theirs = rows.of(model, cast.wexcombe), rows.of(model, cast.marsham)
    table, key = model._meta.db_table, model._meta.pk.column
    pk = model._meta.pk.get_db_prep_value(theirs.pk, connection)
    with as_in_production(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.units', %s, true)", [f"{{{cast.wexcombe.pk}}}"])
        cursor.execute(f"UPDATE {table} SET unit_id = unit_id WHERE {key} = %s", [pk])
        assert cursor.rowcount == 0
        cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [pk])
        assert cursor.rowcount == 0
        assert not _pushed(cursor, model, ours, cast.marsham.pk)
        if _label(model) not in ADDED_FROM_ANYWHERE:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                _add(cursor, model, cast.marsham.pk)


def _pushed(cursor: object, model: type[models.Model], row: models.Model, unit: int) -> bool:
    """Say whether a row of one's own could be pushed into another unit. Some tables change no row at all."""
    pk = model._meta.pk.get_db_prep_value(row.pk, connection)
    statement = f"UPDATE {model._meta.db_table} SET unit_id = %s WHERE {model._meta.pk.column} = %s"
    try:
        with transaction.atomic():
            cursor.execute(statement, [unit, pk])  # type: ignore[attr-defined]
    except DatabaseError:
        return False
    return cursor.rowcount > 0  # type: ignore[attr-defined]


def _add(cursor: object, model: type[models.Model], unit: int) -> None:
    """Try to add a row to a unit, whatever else it holds: policies are asked before any other constraint."""
    filled = {
        field.column: "''" if field.empty_strings_allowed else "DEFAULT"
        for field in model._meta.concrete_fields
        if not field.null
    }
    filled |= {model._meta.pk.column: "DEFAULT", "unit_id": str(unit)}
    columns, values = ", ".join(filled), ", ".join(filled.values())
    cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({values})")  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", OF_AN_ACCOUNT, ids=_label)
def test_what_belongs_to_an_account_is_seen_where_the_account_holds_something(
    model: type[models.Model], cast: Cast
) -> None:
    with everywhere():
        of_marian = set(models.QuerySet(model).filter(user=cast.marian).values_list("pk", flat=True))
    assert _seen(model, "", cast.marian.pk) == of_marian
    assert of_marian <= _seen(model, f"{{{cast.wexcombe.pk}}}")
    assert not of_marian & _seen(model, f"{{{cast.marsham.pk}}}")
    assert _seen(model, "") == set()


def test_nobody_passes_a_lesson_for_somebody_else(cast: Cast) -> None:
    with as_in_production(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user', %s, true)", [str(cast.alun.pk)])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            LessonPass.objects.create(user=cast.osei, lesson="doorstep", version=1, passed_at="2026-11-22T00:00Z")


def test_nobody_gives_themselves_a_role_by_way_of_their_own_rows(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    with as_in_production(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user', %s, true)", [str(cast.alun.pk)])
        assert Grant.objects.filter(pk=grant.pk).exists()
        assert Grant.objects.filter(pk=grant.pk).update(role="secretary") == 0
