"""Marks go 21 days after the poll, down to counts: by one function of the tables' owner, and in no other way.

Marks, voids and checks stay append-only for everybody else. The function asks for the day itself, so that nothing
which serves people can delete a mark that could still be needed.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from access.rowsecurity import Protect, in_scope

_TABLES = ("gotv_votemark", "gotv_markvoid", "gotv_markcheck")
FORWARD = f"""
CREATE FUNCTION gotv_mark_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The setting is made by the function that deletes; it helps nobody who is not the owner as well.
    IF TG_OP = 'DELETE' AND current_setting('app.erasing', true) = 'yes'
       AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: rows are added and never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
{
    "".join(
        f'''
DROP TRIGGER {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION gotv_mark_keeps();
'''
        for table in _TABLES
    )
}
-- Delete the marks of an election with what hangs on them, and say how many there were. Only in a scope on its unit,
-- and only once 21 days have gone by since the poll.
CREATE FUNCTION gotv_delete_marks(poll bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE done bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM public.gotv_election e WHERE e.id = poll AND {in_scope("e.unit_id")}
                   AND e.polling_on + 21 < (now() AT TIME ZONE 'Europe/London')::date) THEN
        RETURN 0;
    END IF;
    PERFORM set_config('app.erasing', 'yes', true);
    DELETE FROM public.gotv_voted v WHERE v.election_id = poll;
    DELETE FROM public.gotv_markcheck c USING public.gotv_votemark m WHERE m.id = c.mark_id AND m.election_id = poll;
    DELETE FROM public.gotv_markvoid x USING public.gotv_votemark m WHERE m.id = x.mark_id AND m.election_id = poll;
    DELETE FROM public.gotv_votemark m WHERE m.election_id = poll;
    GET DIAGNOSTICS done = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN done;
END $$;
"""  # noqa: S608 - made of constants
BACK = f"""
DROP FUNCTION gotv_delete_marks(bigint);
{
    "".join(
        f'''
DROP TRIGGER {table}_append_only ON {table};
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
'''
        for table in _TABLES
    )
}
DROP FUNCTION gotv_mark_keeps();
"""


class Migration(migrations.Migration):
    dependencies = [("gotv", "0016_lifts")]
    operations = [
        migrations.CreateModel(
            name="DayReport",
            fields=[
                (
                    "election",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="gotv.election",
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a polling day",
                "verbose_name_plural": "reports of polling days",
            },
        ),
        Protect("gotv_dayreport"),
        migrations.RunSQL(FORWARD, BACK),
    ]
