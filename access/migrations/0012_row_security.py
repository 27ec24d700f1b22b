"""Row-level security on what is about people, and the few questions that reach across units.

A unit's tables are protected here; those of upper apps in their own migrations.
"""

from django.db import migrations

from access.rowsecurity import ME, Protect

# Each of these runs as its owner and answers with an id or a count. Why it must reach across units is said at each.
FORWARD = """
-- Which unit a row belongs to: to note a forged id in that unit's record, and for jobs, which know a row by id alone.
CREATE FUNCTION access_unit_of(the_table text, the_id text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    the_key text;
    found bigint;
BEGIN
    SELECT format('%I = %L::%s', a.attname, the_id, format_type(a.atttypid, a.atttypmod)) INTO the_key
    FROM pg_class c
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname = the_table AND c.relrowsecurity
      AND EXISTS (SELECT 1 FROM pg_attribute u WHERE u.attrelid = c.oid AND u.attname = 'unit_id');
    IF the_key IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT unit_id FROM public.%I WHERE %s', the_table, the_key) INTO found;
    RETURN found;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;  -- no id at all: letters, or a number that is too long
END $$;
-- Which unit a phone's token is for: it is the phone's only word, and says by itself where it may write.
CREATE FUNCTION access_unit_of_phone(token bytea) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT unit_id FROM public.access_devicegrant WHERE token_sha256 = token
$$;
-- Which units have mail to see to (0: the whole installation's): senders then go from unit to unit.
CREATE FUNCTION access_units_with_mail(moment timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT coalesce(unit_id, 0) FROM public.access_outboxmessage
    WHERE (state = 'queued' AND (next_try_at <= moment OR not_after <= moment))
       OR (state = 'sending' AND lease_until < moment)
       OR (state = 'unknown' AND doubts = 1 AND NOT has_secret AND next_try_at <= moment AND not_after > moment)
$$;
-- Hold back what waits for an address that must not be mailed, whichever unit it is from; how many messages that were.
CREATE FUNCTION access_hold_mail_back(address bytea, kinds text[]) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH held AS (
        UPDATE public.access_outboxmessage SET state = 'suppressed'
        WHERE email_hash = address AND state = 'queued' AND kind = ANY (kinds)
        RETURNING 1)
    SELECT count(*) FROM held
$$;
-- How many accounts hold a role in each of these units: for the list of the units below one's own.
CREATE FUNCTION access_people_in(units bigint[], today date) RETURNS TABLE (unit bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT unit_id, count(DISTINCT user_id) FROM public.access_grant
    WHERE unit_id = ANY (units) AND tool_id IS NULL AND ended_at IS NULL AND starts_on <= today
      AND (ends_on IS NULL OR ends_on >= today)
    GROUP BY unit_id
$$;
"""
BACK = """
DROP FUNCTION access_people_in(bigint[], date);
DROP FUNCTION access_hold_mail_back(bytea, text[]);
DROP FUNCTION access_units_with_mail(timestamptz);
DROP FUNCTION access_unit_of_phone(bytea);
DROP FUNCTION access_unit_of(text, text);
"""
OWN = f"user_id = {ME}"
# A request is looked up by the same rules, so that only one's own is found.
OF_ONES_OWN = f"request_id IN (SELECT r.id FROM access_accessrequest r WHERE r.user_id = {ME})"  # noqa: S608 - constants
# Whoever holds or asked for something in a unit in scope: deciders there see what that person has passed and signed.
KNOWN_HERE = (
    "user_id IN (SELECT g.user_id FROM access_grant g) OR user_id IN (SELECT r.user_id FROM access_accessrequest r)"
)


class Migration(migrations.Migration):
    dependencies = [("access", "0011_stopped_phones")]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        Protect("access_grant", own=OWN),
        Protect("access_office"),
        Protect("access_officeterm", own=OWN),
        Protect("access_absence", own=OWN),
        Protect("access_accessrequest", own=OWN, own_adds=OWN, own_changes=OWN),
        Protect("access_requeststep", own=OF_ONES_OWN, own_adds=OF_ONES_OWN, never_changes=True),
        Protect("access_appeal", own=OWN, own_adds=OWN, own_changes=OWN),
        Protect("access_devicegrant"),
        Protect("access_lessonpass", unit=None, own=f"{OWN} OR {KNOWN_HERE}", own_adds=OWN),
        Protect("access_termssignature", unit=None, own=f"{OWN} OR {KNOWN_HERE}", own_adds=OWN),
        # A refused attempt is written into another unit's record, and mail is queued from anywhere for anywhere.
        Protect("access_auditevent", or_none=True, own=f"actor_id = {ME}", anybody_adds=True, never_changes=True),
        Protect("access_outboxmessage", or_none=True, anybody_adds=True),
    ]
