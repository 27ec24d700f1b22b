"""Taking words and numbers out of the log of events, what was found beside who it was, and who is not to be called on.

The log stays append-only for everybody but these two functions, which run as the owner of the tables, whom nothing that
serves people can sign in as. And they can only take away: the trigger compares.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from access.rowsecurity import Protect, in_scope

_FRAME = "ARRAY['payload', 'payload_sha256', 'number', 'suffix', 'erased_at']"
FORWARD = f"""
CREATE OR REPLACE FUNCTION canvass_event_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'status' - 'quarantine_reason'
                          = to_jsonb(OLD) - 'status' - 'quarantine_reason' THEN
        RETURN NEW;
    END IF;
    -- The setting is made by the functions that erase; it helps nobody who is not the owner as well.
    IF current_setting('app.erasing', true) = 'yes'
       AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF to_jsonb(NEW) - {_FRAME} = to_jsonb(OLD) - {_FRAME} AND NEW.payload <@ OLD.payload
           AND (NEW.number IS NULL OR NEW.number = OLD.number) AND (NEW.suffix IS NULL OR NEW.suffix = OLD.suffix) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'canvass_contactevent is append-only: only whether an event counts may change'
        USING ERRCODE = 'insufficient_privilege';
END $$;
-- Keep of these events what is given, and nothing that could tell what was there: not the hash, not the number on the
-- register. Only in a scope on their unit.
CREATE FUNCTION canvass_erase_events(ids uuid[], kept jsonb[], nameless boolean, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE done bigint;
BEGIN
    PERFORM set_config('app.erasing', 'yes', true);
    UPDATE public.canvass_contactevent e
    SET payload = n.payload, payload_sha256 = '', erased_at = moment,
        number = CASE WHEN nameless THEN NULL ELSE e.number END,
        suffix = CASE WHEN nameless THEN NULL ELSE e.suffix END
    FROM unnest(ids, kept) AS n (id, payload)
    WHERE e.id = n.id AND {in_scope("e.unit_id")};
    GET DIAGNOSTICS done = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN done;
END $$;
CREATE FUNCTION canvass_drop_events(ids uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE done bigint;
BEGIN
    PERFORM set_config('app.erasing', 'yes', true);
    DELETE FROM public.canvass_contactevent e WHERE e.id = ANY (ids) AND {in_scope("e.unit_id")};
    GET DIAGNOSTICS done = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN done;
END $$;
"""  # noqa: S608 - made of constants
BACK = """
DROP FUNCTION canvass_drop_events(uuid[]);
DROP FUNCTION canvass_erase_events(uuid[], jsonb[], boolean, timestamptz);
CREATE OR REPLACE FUNCTION canvass_event_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'status' - 'quarantine_reason'
                          = to_jsonb(OLD) - 'status' - 'quarantine_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'canvass_contactevent is append-only: only whether an event counts may change'
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0017_day_pins"), ("canvass", "0017_street_orders")]
    operations = [
        migrations.AddField("contactevent", "erased_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "found",
            "elector",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="canvass.elector",
            ),
        ),
        migrations.CreateModel(
            name="NoContact",
            fields=[
                (
                    "elector",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="canvass.elector",
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("review_on", models.DateField()),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "who asked not to be contacted",
                "verbose_name_plural": "who asked not to be contacted",
            },
        ),
        Protect("canvass_nocontact"),
        migrations.AddIndex(
            "latestcontact",
            models.Index(fields=["unit", "elector"], condition=Q(do_not_contact=True), name="canvass_no_contact"),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
