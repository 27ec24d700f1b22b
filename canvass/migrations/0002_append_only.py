"""What was recorded at a door is never edited: only whether it counts may change, and nothing is deleted."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION canvass_event_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'status' - 'quarantine_reason'
                          = to_jsonb(OLD) - 'status' - 'quarantine_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'canvass_contactevent is append-only: only whether an event counts may change'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER canvass_contactevent_append_only BEFORE UPDATE OR DELETE ON canvass_contactevent
    FOR EACH ROW EXECUTE FUNCTION canvass_event_keeps();
"""
BACK = """
DROP TRIGGER canvass_contactevent_append_only ON canvass_contactevent;
DROP FUNCTION canvass_event_keeps();
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
