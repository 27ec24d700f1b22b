-- The tables as the migrations leave them: `python3 run.py schema` writes this file (kit/snapshot.py).
-- after access.0001_initial c90618f7c6e386ce
-- after access.0002_append_only 45bf1334b850e8cd
-- after access.0003_mail_server 87184a7f921232cf
-- after access.0004_access_workflow e38f76a4b1a7f31e
-- after access.0005_sealed_days f63d08194c751806
-- after access.0006_access_read dfdb5b6c9a9ceca4
-- after access.0007_request_figures 04b1fd68aee9ed7b
-- after access.0011_stopped_phones 4f9b8a0b55f1a511
-- after access.0012_row_security 26649988d6bb9556
-- after access.0012_tools 1b91253e65c4a2c5
-- after access.0013_office_grants 3f28a384ef0bbc62
-- after access.0014_second_step_resets ce80658c5bfdb5ac
-- after access.0015_sharing 45d31fe1c7d2576f
-- after access.0016_sealing 5fe9206c2e629a4f
-- after access.0017_day_pins 69857e3c22b4d8a6
-- after access.0019_phones_replaced 5be138b0cd0df604
-- after access.0020_polling_day_roles 333d4e61871c3a95
-- after account.0001_initial 6f27ff6bdf57521a
-- after account.0002_email_max_length c956ab7a3c3660a1
-- after account.0003_alter_emailaddress_create_unique_verified_email 66b6f1939621bcfa
-- after account.0004_alter_emailaddress_drop_unique_email ebc6317e90c47d7a
-- after account.0005_emailaddress_idx_upper_email e7569f1662da1754
-- after account.0006_emailaddress_lower 54adb08cb3fba66b
-- after account.0007_emailaddress_idx_email 87fad70bfde8ae29
-- after account.0008_emailaddress_unique_primary_email_fixup 794bf875bdbef9c4
-- after account.0009_emailaddress_unique_primary_email 79762cfa7b1e1d7c
-- after admin.0001_initial f4716989d9815b62
-- after admin.0002_logentry_remove_auto_add 2c127e659a2236ed
-- after admin.0003_logentry_add_action_flag_choices 02700a827190720e
-- after auth.0001_initial 845cff319606332f
-- after auth.0002_alter_permission_name_max_length feaf97e0e8f7d148
-- after auth.0003_alter_user_email_max_length 9d5657b4db9872dc
-- after auth.0004_alter_user_username_opts 9538db342c9a9bec
-- after auth.0005_alter_user_last_login_null 79f60a35dc000fdd
-- after auth.0006_require_contenttypes_0002 00cb16e3405f14b6
-- after auth.0007_alter_validators_add_error_messages 115db87dc327530f
-- after auth.0008_alter_user_username_max_length 02857f65f7d64814
-- after auth.0009_alter_user_last_name_max_length 19a89500e7f108a7
-- after auth.0010_alter_group_name_max_length 0963ed6498ac0b3a
-- after auth.0011_update_proxy_permissions 85a5dde708dc4b61
-- after auth.0012_alter_user_first_name_max_length 6cefbc9f80903763
-- after canvass.0001_initial 5ee8400e4ec3728d
-- after canvass.0002_append_only 21579aa1b346e898
-- after canvass.0003_unchecked_register_keys 94f243b67de3c177
-- after canvass.0004_row_security 1cecc57a263f6b32
-- after canvass.0005_editions d6bf4632a6d45e49
-- after canvass.0006_past_households cc33c588b9f2dc4d
-- after canvass.0007_keeping cf01978018c1c319
-- after canvass.0008_boundary_files 7b989f426d3fdd1d
-- after canvass.0009_finding 6422f6468ff27eaf
-- after canvass.0010_unmapped_files 7eb43c6c350e53bb
-- after canvass.0011_undoing eb9e78dab708bca9
-- after canvass.0012_coordinates_files 1d8c946acc083104
-- after canvass.0013_places_before d08a1702573d232b
-- after canvass.0014_statistics c671321c90a899c2
-- after canvass.0015_doorstep 9002269ad41dec40
-- after canvass.0016_recall 7883af54e4dadcd5
-- after canvass.0017_street_orders a71d5860c24bf387
-- after canvass.0018_meeting_point 1b2252f17a363e72
-- after canvass.0019_approaches_noted 1a2bc02b972c2f46
-- after canvass.0022_erasing fd07cc747e497dff
-- after canvass.0023_raised_reported a0275d73e271d8de
-- after canvass.0024_unchecked_keys e532e6df983ca272
-- after contenttypes.0001_initial 35ed8489a147e0b4
-- after contenttypes.0002_remove_content_type_name 7d36494075750f0e
-- after gotv.0001_initial 06785381cee5585d
-- after gotv.0002_append_only a688957627b42817
-- after gotv.0003_row_security b758e99016df5704
-- after gotv.0004_franchise_absent_turnout d189a0d6855159fb
-- after gotv.0005_station_files eec3c4c5fdbba625
-- after gotv.0006_polling_day 274e379791f3b238
-- after gotv.0008_entry_recorded_for a5824400661c477f
-- after gotv.0010_sheets_of_packs 16076bc724fb3785
-- after gotv.0011_tellers e10e82938c471906
-- after gotv.0012_district_tallies 445279402c94469e
-- after gotv.0014_rehearsals 8a54c709dfd016e0
-- after gotv.0016_lifts 67f5baf3690b5b26
-- after gotv.0017_day_reports 3266d452dd7a2f66
-- after gotv.0018_kept_until_challenged 05d250200c35e10c
-- after gotv.0019_unchecked_keys d9ad0e8b241d4423
-- after guardian.0001_initial 3d8e4b489ecc159b
-- after guardian.0002_generic_permissions_index b48c9d8a2e6d860d
-- after guardian.0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more 52195f775979212d
-- after mfa.0001_initial a42b6353f2ed5dd7
-- after mfa.0002_authenticator_timestamps b6566eb07301e2e4
-- after mfa.0003_authenticator_type_uniq 88550a456154080c
-- after organise.0001_initial 047b23d734c39f8a
-- after organise.0002_import_columns 77dc42946b64a807
-- after organise.0003_row_security b137b0a025854e9c
-- after roadmap.0001_initial 2f3095627875a32d
-- after sessions.0001_initial 2aa438e2393ee513
-- after usersessions.0001_initial b5d23c8ce0644061
SET LOCAL check_function_bodies = off;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE FUNCTION public.access_audit_digest(the_day date, before bytea, OUT entries bigint, OUT digest bytea) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT count(*),
           sha256(before || convert_to(the_day::text, 'UTF8') || coalesce(string_agg(entry, ''::bytea ORDER BY id), ''))
    FROM (SELECT id, sha256(convert_to(jsonb_build_array(
                     id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), actor_id, unit_id, verb,
                     object_type, object_id, detail, request_id)::text, 'UTF8')) AS entry
          FROM public.access_auditevent
          WHERE at >= the_day::timestamp AT TIME ZONE 'Europe/London'
            AND at < (the_day + 1)::timestamp AT TIME ZONE 'Europe/London') AS rows
$$;
CREATE FUNCTION public.access_audit_first_day() RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT (min(at) AT TIME ZONE 'Europe/London')::date FROM public.access_auditevent
$$;
CREATE FUNCTION public.access_hold_mail_back(address bytea, kinds text[]) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    WITH held AS (
        UPDATE public.access_outboxmessage SET state = 'suppressed'
        WHERE email_hash = address AND state = 'queued' AND kind = ANY (kinds)
        RETURNING 1)
    SELECT count(*) FROM held
$$;
CREATE FUNCTION public.access_holding(units bigint[], today date, moment timestamp with time zone) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT DISTINCT user_id FROM public.access_grant
    WHERE unit_id = ANY(units) AND tool_id IS NULL AND ended_at IS NULL AND starts_on <= today
      AND (ends_on IS NULL OR ends_on >= today) AND (expires_at IS NULL OR expires_at > moment)
$$;
CREATE FUNCTION public.access_people_in(units bigint[], today date) RETURNS TABLE(unit bigint, people bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT unit_id, count(DISTINCT user_id) FROM public.access_grant
    WHERE unit_id = ANY (units) AND tool_id IS NULL AND ended_at IS NULL AND starts_on <= today
      AND (ends_on IS NULL OR ends_on >= today)
    GROUP BY unit_id
$$;
CREATE FUNCTION public.access_read(users bigint[], today date, moment timestamp with time zone) RETURNS TABLE(user_id bigint, grants jsonb, lessons jsonb, terms jsonb, factors text[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT one.id,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('grant', jsonb_build_object(
                       'id', g.id, 'user_id', g.user_id, 'unit_id', g.unit_id, 'role', g.role, 'tool_id', g.tool_id,
                       'kind', g.kind, 'area', g.area, 'purpose', g.purpose, 'term_id', g.term_id,
                       'starts_on', g.starts_on, 'ends_on', g.ends_on, 'expires_at', g.expires_at,
                       'ended_at', g.ended_at), 'unit', to_jsonb(u)) ORDER BY u.name, g.role, g.id), '[]')
            FROM public.access_grant g JOIN public.access_unit u ON u.id = g.unit_id
            WHERE g.user_id = one.id AND g.tool_id IS NULL AND g.ended_at IS NULL AND g.starts_on <= today
              AND (g.ends_on IS NULL OR g.ends_on >= today) AND (g.expires_at IS NULL OR g.expires_at > moment)),
           (SELECT coalesce(jsonb_object_agg(p.lesson, p.version), '{}')
            FROM (SELECT lesson, max(version) AS version FROM public.access_lessonpass
                  WHERE user_id = one.id GROUP BY lesson) p),
           (SELECT coalesce(jsonb_object_agg(s.terms, jsonb_build_array(s.version, s.signed_at)), '{}')
            FROM (SELECT DISTINCT ON (terms) terms, version, signed_at FROM public.access_termssignature
                  WHERE user_id = one.id ORDER BY terms, version DESC, signed_at DESC) s),
           ARRAY(SELECT DISTINCT type::text FROM public.mfa_authenticator WHERE user_id = one.id)
    FROM unnest(users) AS one(id)
$$;
CREATE FUNCTION public.access_refusals(since timestamp with time zone) RETURNS TABLE(region bigint, is_total boolean, reason text, refused bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT r.id, grouping(r.id) = 1, q.reason, count(*)
    FROM public.access_accessrequest q
    JOIN public.access_unit u ON u.id = q.unit_id
    LEFT JOIN public.access_unit r ON r.kind = 'region' AND starts_with(u.path, r.path)
    WHERE q.asked_at >= since AND q.state = 'refused'
    GROUP BY GROUPING SETS ((r.id, q.reason), (q.reason))
$$;
CREATE FUNCTION public.access_request_figures(since timestamp with time zone, moment timestamp with time zone) RETURNS TABLE(region bigint, is_total boolean, asked bigint, approved bigint, refused bigint, withdrawn bigint, went_up bigint, upheld bigint, waiting bigint, longest interval, median interval, slowest interval)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT r.id, grouping(r.id) = 1, count(*),
           count(*) FILTER (WHERE q.state = 'approved'),
           count(*) FILTER (WHERE q.state = 'refused'),
           count(*) FILTER (WHERE q.state = 'withdrawn'),
           count(*) FILTER (WHERE q.rests_with_id <> q.unit_id),
           count(*) FILTER (WHERE a.state = 'upheld'),
           count(*) FILTER (WHERE q.state IN ('open', 'asked_back')),
           max(moment - q.asked_at) FILTER (WHERE q.state IN ('open', 'asked_back')),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY q.decided_at - q.asked_at)
               FILTER (WHERE q.decided_at IS NOT NULL),
           max(q.decided_at - q.asked_at)
    FROM public.access_accessrequest q
    JOIN public.access_unit u ON u.id = q.unit_id
    LEFT JOIN public.access_unit r ON r.kind = 'region' AND starts_with(u.path, r.path)
    LEFT JOIN public.access_appeal a ON a.request_id = q.id
    WHERE q.asked_at >= since OR q.state IN ('open', 'asked_back')
    GROUP BY GROUPING SETS ((r.id), ())
$$;
CREATE FUNCTION public.access_request_times(wanted_role text, wanted_tool bigint, wanted_unit bigint, since timestamp with time zone, moment timestamp with time zone) RETURNS TABLE(decided bigint, median interval, slowest interval, waiting bigint, longest interval)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT count(decided_at),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY decided_at - asked_at) FILTER (WHERE decided_at IS NOT NULL),
           max(decided_at - asked_at),
           count(*) FILTER (WHERE state IN ('open', 'asked_back')),
           max(moment - asked_at) FILTER (WHERE state IN ('open', 'asked_back'))
    FROM public.access_accessrequest
    WHERE role = wanted_role AND tool_id IS NOT DISTINCT FROM wanted_tool
      AND (wanted_unit IS NULL OR unit_id = wanted_unit)
      AND (asked_at >= since OR decided_at >= since OR state IN ('open', 'asked_back'))
$$;
CREATE FUNCTION public.access_unit_of(the_table text, the_id text) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.access_unit_of_phone(token bytea) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT unit_id FROM public.access_devicegrant WHERE token_sha256 = token
$$;
CREATE FUNCTION public.access_units_that_wait() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT unit_id FROM public.access_accessrequest WHERE state IN ('open', 'asked_back')
    UNION SELECT unit_id FROM public.access_appeal WHERE state = 'open'
$$;
CREATE FUNCTION public.access_units_with_mail(moment timestamp with time zone) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT DISTINCT coalesce(unit_id, 0) FROM public.access_outboxmessage
    WHERE (state = 'queued' AND (next_try_at <= moment OR not_after <= moment))
       OR (state = 'sending' AND lease_until < moment)
       OR (state = 'unknown' AND doubts = 1 AND NOT has_secret AND next_try_at <= moment AND not_after > moment)
$$;
CREATE FUNCTION public.canvass_count_register() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    ANALYZE public.canvass_pollingdistrict, public.canvass_street, public.canvass_household,
            public.canvass_addresslines, public.canvass_elector, public.canvass_pastentry;
END $$;
CREATE FUNCTION public.canvass_drop_events(ids uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE done bigint;
BEGIN
    PERFORM set_config('app.erasing', 'yes', true);
    DELETE FROM public.canvass_contactevent e WHERE e.id = ANY (ids) AND e.unit_id = ANY ((SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' THEN current_setting('app.units', true)::bigint[] END)::bigint[]);
    GET DIAGNOSTICS done = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN done;
END $$;
CREATE FUNCTION public.canvass_erase_events(ids uuid[], kept jsonb[], nameless boolean, moment timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE done bigint;
BEGIN
    PERFORM set_config('app.erasing', 'yes', true);
    UPDATE public.canvass_contactevent e
    SET payload = n.payload, payload_sha256 = '', erased_at = moment,
        number = CASE WHEN nameless THEN NULL ELSE e.number END,
        suffix = CASE WHEN nameless THEN NULL ELSE e.suffix END
    FROM unnest(ids, kept) AS n (id, payload)
    WHERE e.id = n.id AND e.unit_id = ANY ((SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' THEN current_setting('app.units', true)::bigint[] END)::bigint[]);
    GET DIAGNOSTICS done = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN done;
END $$;
CREATE FUNCTION public.canvass_event_hashes(ids uuid[]) RETURNS TABLE(id uuid, payload_sha256 bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT e.id, e.payload_sha256 FROM public.canvass_contactevent e WHERE e.id = ANY (ids)
$$;
CREATE FUNCTION public.canvass_event_keeps() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
        IF to_jsonb(NEW) - ARRAY['payload', 'payload_sha256', 'number', 'suffix', 'erased_at'] = to_jsonb(OLD) - ARRAY['payload', 'payload_sha256', 'number', 'suffix', 'erased_at'] AND NEW.payload <@ OLD.payload
           AND (NEW.number IS NULL OR NEW.number = OLD.number) AND (NEW.suffix IS NULL OR NEW.suffix = OLD.suffix) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'canvass_contactevent is append-only: only whether an event counts may change'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.canvass_files_of_imports() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT stored_as FROM public.canvass_registerimport WHERE stored_as <> ''
$$;
CREATE FUNCTION public.canvass_search_electors(the_unit bigint, the_question text, the_districts bigint[], the_most integer) RETURNS TABLE(id bigint, words text[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
    SELECT e.id, tsvector_to_array(s.words)
    FROM (SELECT * FROM public.canvass_searchentry s WHERE s.words @@ the_question::tsquery OFFSET 0) s
    CROSS JOIN LATERAL (SELECT * FROM public.canvass_elector e WHERE e.id = s.elector_id OFFSET 0) e
    WHERE s.unit_id = the_unit AND e.unit_id = the_unit AND the_unit = ANY ((SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' THEN current_setting('app.units', true)::bigint[] END)::bigint[])
      AND (the_districts IS NULL OR e.polling_district_id = ANY (the_districts))
      AND e.kind NOT IN ('anonymous', 'under_16') AND e.merged_into_id IS NULL AND e.forgotten_on IS NULL
    ORDER BY e.left_on IS NOT NULL, e.surname, e.forenames, e.id
    LIMIT the_most
$$;
CREATE FUNCTION public.canvass_search_words(the_unit bigint, the_words text[], the_keys integer[], the_start text) RETURNS TABLE(id bigint, kind text, word text, held integer)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
    SELECT w.id, w.kind, w.word, w.held FROM public.canvass_searchword w
    WHERE w.unit_id = the_unit AND the_unit = ANY ((SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' THEN current_setting('app.units', true)::bigint[] END)::bigint[]) AND w.word = ANY (the_words)
    UNION
    SELECT w.id, w.kind, w.word, w.held
    FROM (SELECT * FROM public.canvass_searchword w WHERE w.keys && the_keys OFFSET 0) w
    WHERE w.unit_id = the_unit AND the_unit = ANY ((SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' THEN current_setting('app.units', true)::bigint[] END)::bigint[])
    UNION
    (SELECT w.id, w.kind, w.word, w.held FROM public.canvass_searchword w
     WHERE the_start <> '' AND w.unit_id = the_unit AND the_unit = ANY ((SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' THEN current_setting('app.units', true)::bigint[] END)::bigint[])
       AND w.word >= the_start AND w.word < the_start || chr(1114109)
     ORDER BY w.held DESC LIMIT 40)
$$;
CREATE FUNCTION public.canvass_units_of(electors bigint[], households bigint[]) RETURNS TABLE(is_elector boolean, id bigint, unit_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT true, e.id, e.unit_id FROM public.canvass_elector e WHERE e.id = ANY (electors)
    UNION ALL
    SELECT false, h.id, h.unit_id FROM public.canvass_household h WHERE h.id = ANY (households)
$$;
CREATE FUNCTION public.canvass_units_to_gather() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT c.unit_id FROM public.canvass_council c
    LEFT JOIN public.canvass_searchstate s ON s.unit_id = c.unit_id
    GROUP BY c.unit_id, s.version HAVING sum(c.version) IS DISTINCT FROM s.version
$$;
CREATE FUNCTION public.canvass_units_with_coordinates(silent timestamp with time zone, forgotten timestamp with time zone) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT DISTINCT f.unit_id FROM public.canvass_coordinatesfile f
    WHERE (f.state = 'working' AND f.touched_at < silent)
       OR (f.finished_at < forgotten
           AND EXISTS (SELECT 1 FROM public.canvass_placeddoor p WHERE p.file_id = f.id))
$$;
CREATE FUNCTION public.canvass_units_with_imports(silent timestamp with time zone, unapproved timestamp with time zone, forgotten timestamp with time zone) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT DISTINCT i.unit_id FROM public.canvass_registerimport i
    WHERE ((i.state IN ('checking', 'applying') OR (i.state = 'applied' AND i.stage = 'taking_back')) AND i.touched_at < silent)
       OR (i.state IN ('checked', 'unmapped', 'second') AND i.uploaded_at < unapproved)
       OR (i.finished_at < forgotten AND (EXISTS (SELECT 1 FROM public.canvass_rejectedrow r WHERE r.register_import_id = i.id) OR EXISTS (SELECT 1 FROM public.canvass_changesample s WHERE s.register_import_id = i.id)))
$$;
CREATE FUNCTION public.canvass_units_with_late_teams(moment timestamp with time zone) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT DISTINCT t.unit_id FROM public.canvass_team t
    WHERE t.out_at IS NOT NULL AND t.back_at IS NULL AND t.due_at <= moment
$$;
CREATE FUNCTION public.gotv_counter_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.changes := OLD.changes + 1;
    RETURN NEW;
END $$;
CREATE FUNCTION public.gotv_delete_marks(poll bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE done bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM public.gotv_election e WHERE e.id = poll AND e.unit_id = ANY ((SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' THEN current_setting('app.units', true)::bigint[] END)::bigint[])
                   AND e.polling_on + 28 < (now() AT TIME ZONE 'Europe/London')::date) THEN
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
CREATE FUNCTION public.gotv_is_inside(person bigint, day date) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT FROM public.access_grant g
        WHERE g.user_id = person AND g.role = 'polling_agent'
          AND g.starts_on <= day AND (g.ends_on IS NULL OR g.ends_on >= day)
          AND (g.ended_at IS NULL OR g.ended_at >= (day + time '07:00') AT TIME ZONE 'Europe/London'))
$$;
CREATE FUNCTION public.gotv_mark_keeps() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- The setting is made by the function that deletes; it helps nobody who is not the owner as well.
    IF TG_OP = 'DELETE' AND current_setting('app.erasing', true) = 'yes'
       AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: rows are added and never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.gotv_refuse_edit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF to_jsonb(NEW) - TG_ARGV::text[] IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV::text[] THEN
        RAISE EXCEPTION '% is never edited: a wrong row is taken back, and a new one added', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.gotv_roles_of(person bigint) RETURNS TABLE(id bigint, role text, starts_on date, ends_on date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT g.id, g.role::text, g.starts_on, g.ends_on FROM public.access_grant g
    WHERE g.user_id = person AND g.role IN ('teller', 'polling_agent') AND g.ended_at IS NULL
$$;
CREATE FUNCTION public.gotv_spoken_pass(finder text, moment timestamp with time zone) RETURNS TABLE(unit_id bigint, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT p.unit_id, p.id FROM public.gotv_tellerpass p
    WHERE p.spoken_finder = finder AND p.spoken_finder <> '' AND p.spoken_until > moment
$$;
CREATE FUNCTION public.gotv_told_on(person bigint) RETURNS SETOF date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT DISTINCT e.polling_on FROM public.access_devicegrant d
    JOIN public.gotv_election e ON e.id = (d.scope->>'election')::bigint
    WHERE d.user_id = person AND d.kind = 'teller'
    UNION SELECT DISTINCT e.polling_on FROM public.gotv_tellershift s
    JOIN public.gotv_election e ON e.id = s.election_id WHERE s.user_id = person
    UNION SELECT DISTINCT e.polling_on FROM public.gotv_votemark m
    JOIN public.gotv_election e ON e.id = m.election_id
    WHERE m.actor_id = person AND m.source = 'teller'
$$;
CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: rows are added and never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TABLE public.access_absence (
    id bigint NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    called_off_at timestamp with time zone,
    deputy_grant_id bigint,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_absence_ends_after_it_starts CHECK ((until_on >= from_on))
);
ALTER TABLE public.access_absence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_accessrequest (
    id uuid NOT NULL,
    number integer NOT NULL,
    role character varying(30) NOT NULL,
    need character varying(300) NOT NULL,
    why character varying(500) NOT NULL,
    area character varying(60)[] NOT NULL,
    needed_by date,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    escalates_at timestamp with time zone,
    reminded_at timestamp with time zone,
    decided_at timestamp with time zone,
    reason character varying(30) NOT NULL,
    words character varying(1000) NOT NULL,
    decided_by_id bigint,
    grant_id bigint,
    renews_id bigint,
    rests_with_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL,
    tool_id bigint,
    CONSTRAINT access_accessrequest_number_check CHECK ((number >= 0)),
    CONSTRAINT access_request_for_one_thing CHECK ((((tool_id IS NULL) AND (NOT ((role)::text = ''::text))) OR (((role)::text = ''::text) AND (tool_id IS NOT NULL)))),
    CONSTRAINT access_request_refused_with_a_reason CHECK (((((state)::text = 'refused'::text) AND (NOT ((reason)::text = ''::text)) AND (NOT ((words)::text = ''::text))) OR (NOT ((state)::text = 'refused'::text))))
);
CREATE TABLE public.access_appeal (
    id uuid NOT NULL,
    words character varying(1000) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    answer character varying(1000) NOT NULL,
    decided_at_unit_id bigint NOT NULL,
    decided_by_id bigint,
    ended_grant_id bigint,
    request_id uuid,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_appeal_against_one_thing CHECK ((((ended_grant_id IS NOT NULL) AND (request_id IS NULL)) OR ((ended_grant_id IS NULL) AND (request_id IS NOT NULL))))
);
CREATE TABLE public.access_auditday (
    day date NOT NULL,
    rows integer NOT NULL,
    digest bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT access_auditday_rows_check CHECK ((rows >= 0))
);
CREATE TABLE public.access_auditevent (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint,
    unit_id bigint,
    verb character varying(60) NOT NULL,
    object_type character varying(60) NOT NULL,
    object_id character varying(60) NOT NULL,
    detail jsonb NOT NULL,
    request_id character varying(20) NOT NULL
);
CREATE TABLE public.access_daypin (
    id bigint NOT NULL,
    pin character varying(200) NOT NULL,
    until timestamp with time zone NOT NULL,
    paths character varying(100)[] NOT NULL,
    tries smallint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_daypin_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.access_daypin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_daypin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_devicegrant (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    token_sha256 bytea NOT NULL,
    device_id uuid,
    scope jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    write_until timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    app_version character varying(20) NOT NULL,
    queue_depth integer NOT NULL,
    user_id bigint,
    unit_id bigint NOT NULL,
    stopped_why character varying(12) NOT NULL,
    wiped_at timestamp with time zone,
    heard_recall bigint DEFAULT 0 NOT NULL,
    persists boolean,
    second_device_at timestamp with time zone,
    replaced_at timestamp with time zone,
    emptied boolean DEFAULT false NOT NULL,
    clock_slow_by bigint DEFAULT 0 NOT NULL,
    CONSTRAINT access_devicegrant_queue_depth_check CHECK ((queue_depth >= 0))
);
CREATE TABLE public.access_factorreset (
    id uuid NOT NULL,
    reason character varying(300) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    opens_at timestamp with time zone NOT NULL,
    lapses_at timestamp with time zone NOT NULL,
    called_off_at timestamp with time zone,
    done_at timestamp with time zone,
    asked_by_id bigint NOT NULL,
    called_off_by_id bigint,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_reset_in_order CHECK (((lapses_at > opens_at) AND (opens_at > asked_at))),
    CONSTRAINT access_reset_not_ones_own CHECK ((NOT (user_id = asked_by_id)))
);
CREATE TABLE public.access_grant (
    id bigint NOT NULL,
    role character varying(30) NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    reason character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_reason character varying(300) NOT NULL,
    ended_by_id bigint,
    granted_by_id bigint,
    user_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    area character varying(60)[] NOT NULL,
    done_at timestamp with time zone,
    done_by_id bigint,
    expires_at timestamp with time zone,
    kind character varying(12) NOT NULL,
    notice_at timestamp with time zone,
    notice_by_id bigint,
    purpose character varying(30) NOT NULL,
    taken_back_at timestamp with time zone,
    taken_back_by_id bigint,
    warned_at timestamp with time zone,
    was_urgent boolean NOT NULL,
    term_id bigint,
    tool_id bigint,
    CONSTRAINT access_grant_ended_by_needs_a_time CHECK ((((ended_at IS NULL) AND (ended_by_id IS NULL)) OR (ended_at IS NOT NULL))),
    CONSTRAINT access_grant_ends_after_it_starts CHECK (((ends_on IS NULL) OR (ends_on >= starts_on))),
    CONSTRAINT access_grant_has_a_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT access_grant_of_one_thing CHECK ((((tool_id IS NULL) AND (NOT ((role)::text = ''::text))) OR (((role)::text = ''::text) AND (tool_id IS NOT NULL))))
);
ALTER TABLE public.access_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_heartbeat (
    name character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.access_lessonpass (
    id bigint NOT NULL,
    lesson character varying(40) NOT NULL,
    version smallint NOT NULL,
    passed_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_lessonpass_version_check CHECK ((version >= 0))
);
ALTER TABLE public.access_lessonpass ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_lessonpass_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_mailserver (
    id smallint NOT NULL,
    from_email character varying(254) NOT NULL,
    host character varying(200) NOT NULL,
    port integer NOT NULL,
    security character varying(10) NOT NULL,
    username character varying(200) NOT NULL,
    password_sealed bytea NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT access_mail_server_is_one CHECK ((id = 1)),
    CONSTRAINT access_mailserver_id_check CHECK ((id >= 0)),
    CONSTRAINT access_mailserver_port_check CHECK ((port >= 0))
);
CREATE TABLE public.access_mailtransport (
    id smallint NOT NULL,
    failures integer NOT NULL,
    stuck_since timestamp with time zone,
    stuck_reason character varying(200) NOT NULL,
    try_again_at timestamp with time zone,
    CONSTRAINT access_mail_transport_is_one CHECK ((id = 1)),
    CONSTRAINT access_mailtransport_failures_check CHECK ((failures >= 0)),
    CONSTRAINT access_mailtransport_id_check CHECK ((id >= 0))
);
CREATE TABLE public.access_office (
    id bigint NOT NULL,
    title character varying(80) NOT NULL,
    seats smallint NOT NULL,
    roles character varying(30)[] NOT NULL,
    closed_at timestamp with time zone,
    unit_id bigint NOT NULL,
    CONSTRAINT access_office_has_seats CHECK (((seats >= 1) AND (seats <= 4))),
    CONSTRAINT access_office_seats_check CHECK ((seats >= 0))
);
ALTER TABLE public.access_office ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_office_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_officeterm (
    id bigint NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    created_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    office_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_term_ends_after_it_starts CHECK ((ends_on >= (starts_on - '1 day'::interval)))
);
ALTER TABLE public.access_officeterm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_officeterm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_outboxmessage (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    purpose character varying(40) NOT NULL,
    to_email character varying(254) NOT NULL,
    email_hash bytea NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    has_secret boolean NOT NULL,
    dedupe_key character varying(120),
    message_id character varying(120) NOT NULL,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    not_after timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    lease_id uuid,
    last_answer character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    unit_id bigint,
    doubts smallint NOT NULL,
    CONSTRAINT access_mail_lease_while_sending CHECK ((((lease_id IS NOT NULL) AND (lease_until IS NOT NULL) AND ((state)::text = 'sending'::text)) OR ((NOT ((state)::text = 'sending'::text)) AND (lease_id IS NULL) AND (lease_until IS NULL)))),
    CONSTRAINT access_mail_sent_has_a_time CHECK ((((sent_at IS NOT NULL) AND ((state)::text = 'sent'::text)) OR ((NOT ((state)::text = 'sent'::text)) AND (sent_at IS NULL)))),
    CONSTRAINT access_outboxmessage_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT access_outboxmessage_doubts_check CHECK ((doubts >= 0))
);
CREATE SEQUENCE public.access_request_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.access_request_number OWNED BY public.access_accessrequest.number;
CREATE TABLE public.access_requeststep (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    words character varying(1000) NOT NULL,
    detail jsonb NOT NULL,
    by_id bigint,
    request_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.access_sealingkey (
    id uuid NOT NULL,
    public text NOT NULL,
    private text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone
);
CREATE TABLE public.access_share (
    id bigint NOT NULL,
    object_pk character varying(255) NOT NULL,
    title character varying(200) NOT NULL,
    purpose character varying(30) NOT NULL,
    why character varying(300) NOT NULL,
    until_on date NOT NULL,
    shared_at timestamp with time zone NOT NULL,
    content_type_id integer NOT NULL,
    permission_id integer NOT NULL,
    shared_by_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.access_share ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_share_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_suppression (
    id uuid NOT NULL,
    email_hash bytea NOT NULL,
    scope character varying(10) NOT NULL,
    reason character varying(200) NOT NULL,
    source character varying(60) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.access_termssignature (
    id bigint NOT NULL,
    terms character varying(40) NOT NULL,
    version smallint NOT NULL,
    text_sha256 bytea NOT NULL,
    signed_as character varying(120) NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT access_termssignature_version_check CHECK ((version >= 0))
);
ALTER TABLE public.access_termssignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_termssignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_tool (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    what_for character varying(300) NOT NULL,
    data_held character varying(300) NOT NULL,
    url character varying(200) NOT NULL,
    key_held_at character varying(10) NOT NULL,
    steps text NOT NULL,
    steps_back text NOT NULL,
    at_most smallint,
    at_least smallint NOT NULL,
    decide_hours smallint NOT NULL,
    retired_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT access_tool_at_least_check CHECK ((at_least >= 0)),
    CONSTRAINT access_tool_at_most_check CHECK ((at_most >= 0)),
    CONSTRAINT access_tool_decide_hours_check CHECK ((decide_hours >= 0))
);
ALTER TABLE public.access_tool ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_tool_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_unit (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    path character varying(200) NOT NULL COLLATE pg_catalog."C",
    imprint text NOT NULL,
    contact_email character varying(254) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    parent_id bigint
);
ALTER TABLE public.access_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone
);
ALTER TABLE public.access_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_addresslines (
    household_id bigint NOT NULL,
    text text NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_approach (
    id bigint NOT NULL,
    channel character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    source character varying(40) NOT NULL,
    household_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_approach ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_approach_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_board (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by_id bigint,
    made_by_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    session_id uuid,
    target_list_id uuid,
    team_id bigint
);
CREATE TABLE public.canvass_boarddoor (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    board_id uuid NOT NULL,
    household_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT canvass_boarddoor_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.canvass_boarddoor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_boarddoor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_boardpass (
    id uuid NOT NULL,
    token_sha256 bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    handing_id bigint NOT NULL,
    made_by_id bigint,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_boundary (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    code character varying(16) NOT NULL,
    name character varying(120) NOT NULL,
    starts_on date,
    geometry jsonb NOT NULL,
    source character varying(200) NOT NULL,
    brought_in_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_boundary ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_boundary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_boundaryfile (
    id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    features jsonb NOT NULL,
    kind character varying(12) NOT NULL,
    code_property character varying(100) NOT NULL,
    name_property character varying(100) NOT NULL,
    starts_on date,
    source character varying(200) NOT NULL,
    state character varying(12) NOT NULL,
    report jsonb NOT NULL,
    before jsonb NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    unit_id bigint NOT NULL,
    council_id bigint,
    uploaded_by_id bigint,
    settled_by_id bigint
);
CREATE TABLE public.canvass_canvasssession (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    meets_at timestamp with time zone NOT NULL,
    back_at timestamp with time zone NOT NULL,
    meeting_point character varying(200) NOT NULL,
    notes text NOT NULL,
    join_sha256 bytea,
    join_until timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by_id bigint,
    leader_id bigint NOT NULL,
    made_by_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    survey_id uuid,
    CONSTRAINT canvass_session_ends_later CHECK ((back_at > meets_at))
);
CREATE TABLE public.canvass_changesample (
    id bigint NOT NULL,
    elector_id bigint,
    district_code character varying(16) NOT NULL,
    operation character varying(8) NOT NULL,
    reason character varying(40) NOT NULL,
    line integer,
    was text NOT NULL,
    now text NOT NULL,
    register_import_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_changesample ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_changesample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_consentwording (
    id bigint NOT NULL,
    channel character varying(8) NOT NULL,
    text text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_consentwording ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_consentwording_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_contactevent (
    id uuid NOT NULL,
    board_id uuid,
    district_code character varying(16) NOT NULL,
    number integer,
    suffix integer,
    kind character varying(30) NOT NULL,
    payload jsonb NOT NULL,
    payload_sha256 bytea NOT NULL,
    schema_v smallint NOT NULL,
    device_seq bigint NOT NULL,
    device_time timestamp with time zone NOT NULL,
    device_utc_offset smallint NOT NULL,
    est_occurred_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    supersedes uuid,
    status character varying(12) NOT NULL,
    quarantine_reason character varying(40) NOT NULL,
    actor_id bigint,
    device_id uuid,
    household_id bigint,
    unit_id bigint NOT NULL,
    elector_id bigint,
    erased_at timestamp with time zone,
    CONSTRAINT canvass_event_quarantine_has_a_reason CHECK (((((quarantine_reason)::text > ''::text) AND ((status)::text = 'quarantined'::text)) OR (NOT ((status)::text = 'quarantined'::text))))
);
CREATE TABLE public.canvass_coordinatesfile (
    id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    stored_as character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    state character varying(10) NOT NULL,
    problem text NOT NULL,
    report jsonb NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    stage character varying(30) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    finished_at timestamp with time zone,
    touched_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL,
    uploaded_by_id bigint,
    undone_by_id bigint
);
CREATE TABLE public.canvass_council (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    code character varying(12) DEFAULT ''::character varying NOT NULL,
    nation character varying(16) NOT NULL,
    attainment_age smallint DEFAULT 18 NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT canvass_council_attainment_age_check CHECK ((attainment_age >= 0))
);
ALTER TABLE public.canvass_council ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_council_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_districtward (
    id bigint NOT NULL,
    doors integer NOT NULL,
    electors integer NOT NULL,
    share double precision,
    district_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    ward_id bigint NOT NULL
);
ALTER TABLE public.canvass_districtward ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_districtward_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_doorflag (
    id bigint NOT NULL,
    event_id uuid,
    reason character varying(8) NOT NULL,
    note character varying(280) NOT NULL,
    flagged_at timestamp with time zone NOT NULL,
    review_on date NOT NULL,
    lifted_at timestamp with time zone,
    lifted_why character varying(300) NOT NULL,
    flagged_by_id bigint,
    household_id bigint NOT NULL,
    lifted_by_id bigint,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_doorflag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_doorflag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_doorstepconsent (
    event_id uuid NOT NULL,
    channel character varying(8) NOT NULL,
    value character varying(254) NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    elector_id bigint NOT NULL,
    taken_by_id bigint,
    unit_id bigint NOT NULL,
    wording_id bigint NOT NULL
);
CREATE TABLE public.canvass_doubtfulmatch (
    id bigint NOT NULL,
    score smallint NOT NULL,
    reasons jsonb NOT NULL,
    decision character varying(10) DEFAULT 'open'::character varying NOT NULL,
    decided_at timestamp with time zone,
    decided_by_id bigint,
    now_id bigint NOT NULL,
    register_import_id uuid NOT NULL,
    unit_id bigint NOT NULL,
    was_id bigint NOT NULL,
    before jsonb
);
ALTER TABLE public.canvass_doubtfulmatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_doubtfulmatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_elector (
    id bigint NOT NULL,
    number integer NOT NULL,
    suffix integer NOT NULL,
    kind character varying(10) NOT NULL,
    title character varying(30) NOT NULL,
    forenames character varying(200) NOT NULL,
    surname character varying(200) NOT NULL,
    markers character varying(20) NOT NULL,
    date_of_attainment date,
    left_on date,
    household_id bigint,
    unit_id bigint NOT NULL,
    polling_district_id bigint NOT NULL,
    added_by_id uuid,
    first_listed_on date,
    forgotten_on date,
    franchise character varying(8) DEFAULT ''::character varying NOT NULL,
    merged_into_id bigint
);
ALTER TABLE public.canvass_elector ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_elector_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_found (
    event_id uuid NOT NULL,
    board_id uuid,
    door character varying(80) NOT NULL,
    name character varying(120) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    decided_at timestamp with time zone,
    decided_by_id bigint,
    found_by_id bigint,
    household_id bigint,
    street_id bigint,
    unit_id bigint NOT NULL,
    elector_id bigint
);
CREATE TABLE public.canvass_handing (
    id bigint NOT NULL,
    handed_at timestamp with time zone NOT NULL,
    read_until timestamp with time zone NOT NULL,
    returned_at timestamp with time zone,
    board_id uuid NOT NULL,
    handed_by_id bigint,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.canvass_handing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_handing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_household (
    id bigint NOT NULL,
    number integer,
    number_suffix character varying(20) NOT NULL,
    building character varying(120) NOT NULL,
    flat character varying(120) NOT NULL,
    flat_number integer,
    postcode character varying(8) NOT NULL,
    key character varying(400) NOT NULL,
    unit_id bigint NOT NULL,
    polling_district_id bigint NOT NULL,
    street_id bigint,
    latitude double precision,
    located_by character varying(10) DEFAULT ''::character varying NOT NULL,
    longitude double precision,
    uprn bigint,
    ward_id bigint
);
ALTER TABLE public.canvass_household ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_household_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_householdhold (
    id bigint NOT NULL,
    during tstzrange NOT NULL,
    board_id uuid NOT NULL,
    household_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_householdhold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_householdhold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_issueraised (
    id bigint NOT NULL,
    event_id uuid NOT NULL,
    topic character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL,
    elector_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    reported boolean DEFAULT false NOT NULL
);
ALTER TABLE public.canvass_issueraised ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_issueraised_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_issuetopic (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    label character varying(60) NOT NULL,
    merged_into character varying(40) NOT NULL,
    archived boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    ward_id bigint
);
ALTER TABLE public.canvass_issuetopic ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_issuetopic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_joined (
    id bigint NOT NULL,
    way character varying(8) NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    vouched_at timestamp with time zone,
    left_at timestamp with time zone,
    session_id uuid NOT NULL,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL,
    vouched_by_id bigint,
    team_id bigint
);
ALTER TABLE public.canvass_joined ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_joined_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_keptobjection (
    id bigint NOT NULL,
    fingerprint bytea NOT NULL,
    outcome character varying(20) NOT NULL,
    since timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_keptobjection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_keptobjection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_latestcontact (
    elector_id bigint NOT NULL,
    intention character varying(14) NOT NULL,
    labour_scale smallint,
    intention_at timestamp with time zone,
    spoken_at timestamp with time zone,
    issues jsonb NOT NULL,
    do_not_contact boolean NOT NULL,
    moved boolean NOT NULL,
    deceased boolean NOT NULL,
    unit_id bigint NOT NULL,
    language character varying(40) DEFAULT ''::character varying NOT NULL,
    reported boolean DEFAULT false NOT NULL,
    ruled_out jsonb DEFAULT '[]'::jsonb NOT NULL,
    wishes jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT canvass_scale_1_to_10 CHECK (((labour_scale IS NULL) OR ((labour_scale >= 1) AND (labour_scale <= 10))))
);
CREATE TABLE public.canvass_latestvisit (
    household_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome character varying(20) NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_layoutmapping (
    id bigint NOT NULL,
    fingerprint character varying(64) NOT NULL,
    kind character varying(8) NOT NULL,
    has_header boolean NOT NULL,
    columns jsonb NOT NULL,
    number character varying(12) NOT NULL,
    names character varying(12) NOT NULL,
    operations jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    council_id bigint NOT NULL,
    made_by_id bigint,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_layoutmapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_layoutmapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_letterscheme (
    id bigint NOT NULL,
    number integer NOT NULL,
    letters jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT canvass_letterscheme_number_check CHECK ((number >= 0))
);
ALTER TABLE public.canvass_letterscheme ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_letterscheme_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_listed (
    id bigint NOT NULL,
    reasons smallint[] NOT NULL,
    elector_id bigint NOT NULL,
    household_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    target_list_id uuid NOT NULL
);
ALTER TABLE public.canvass_listed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_listed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_newcomer (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    key_sha256 bytea NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    vouched boolean,
    made_account boolean NOT NULL,
    came_in_at timestamp with time zone,
    decided_by_id bigint,
    session_id uuid NOT NULL,
    unit_id bigint NOT NULL,
    user_id bigint
);
CREATE TABLE public.canvass_nocontact (
    elector_id bigint NOT NULL,
    reason character varying(300) NOT NULL,
    review_on date NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    noted_by_id bigint,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_pastentry (
    id bigint NOT NULL,
    number integer NOT NULL,
    suffix integer NOT NULL,
    elector_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    edition_id uuid,
    date_of_attainment date,
    forenames character varying(200) DEFAULT ''::character varying NOT NULL,
    franchise character varying(8) DEFAULT ''::character varying NOT NULL,
    household_id bigint,
    kind character varying(10) DEFAULT 'ordinary'::character varying NOT NULL,
    left_on date,
    markers character varying(20) DEFAULT ''::character varying NOT NULL,
    polling_district_id bigint NOT NULL,
    register_import_id uuid,
    surname character varying(200) DEFAULT ''::character varying NOT NULL,
    title character varying(30) DEFAULT ''::character varying NOT NULL,
    until date,
    was_listed boolean DEFAULT true NOT NULL
);
ALTER TABLE public.canvass_pastentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_pastentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_pasthousehold (
    id bigint NOT NULL,
    household_id bigint NOT NULL,
    polling_district_id bigint NOT NULL,
    register_import_id uuid NOT NULL,
    street_id bigint,
    unit_id bigint NOT NULL,
    uprn bigint,
    latitude double precision,
    longitude double precision,
    located_by character varying(10) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.canvass_pasthousehold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_pasthousehold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_placeddoor (
    id bigint NOT NULL,
    door bigint NOT NULL,
    latitude double precision,
    longitude double precision,
    located_by character varying(10) NOT NULL,
    to_latitude double precision NOT NULL,
    to_longitude double precision NOT NULL,
    file_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_placeddoor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_placeddoor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_pollingdistrict (
    id bigint NOT NULL,
    code character varying(16) NOT NULL,
    name character varying(100) NOT NULL,
    unit_id bigint NOT NULL,
    ward_id bigint,
    ward_split character varying(12) DEFAULT ''::character varying NOT NULL,
    council_id bigint
);
ALTER TABLE public.canvass_pollingdistrict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_pollingdistrict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_purgereport (
    id bigint NOT NULL,
    day date NOT NULL,
    ran_at timestamp with time zone NOT NULL,
    counts jsonb NOT NULL,
    by_id bigint,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_purgereport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_purgereport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_qualityfigure (
    id bigint NOT NULL,
    day date NOT NULL,
    electors integer NOT NULL,
    spoken_12 integer NOT NULL,
    spoken_24 integer NOT NULL,
    median_age integer,
    contradictions integer NOT NULL,
    late integer NOT NULL,
    answers integer NOT NULL,
    unmatched integer NOT NULL,
    unlocated integer NOT NULL,
    doors integer NOT NULL,
    district_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_qualityfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_qualityfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_recall (
    number bigint NOT NULL,
    kind character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL,
    elector_id bigint,
    household_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_recall ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_recall_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_registeredition (
    id uuid NOT NULL,
    dated_on date NOT NULL,
    is_current boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL,
    council_id bigint NOT NULL
);
CREATE TABLE public.canvass_registerimport (
    id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    stored_as character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    dated_on date,
    state character varying(10) NOT NULL,
    problem text NOT NULL,
    report jsonb NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    stage character varying(30) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    finished_at timestamp with time zone,
    touched_at timestamp with time zone NOT NULL,
    approved_by_id bigint,
    edition_id uuid,
    unit_id bigint NOT NULL,
    uploaded_by_id bigint,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    delete_by date,
    entitlement character varying(10) DEFAULT 'party'::character varying NOT NULL,
    kind character varying(8) DEFAULT ''::character varying NOT NULL,
    received_by character varying(120) DEFAULT ''::character varying NOT NULL,
    terms text DEFAULT ''::text NOT NULL,
    undone_at timestamp with time zone,
    undone_by_id bigint,
    council_id bigint NOT NULL,
    mapping_id bigint
);
CREATE TABLE public.canvass_rejectedrow (
    id bigint NOT NULL,
    line integer NOT NULL,
    reason character varying(40) NOT NULL,
    raw text NOT NULL,
    register_import_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_rejectedrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_rejectedrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_roadgroup (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL,
    ward_id bigint
);
ALTER TABLE public.canvass_roadgroup ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_roadgroup_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_roadgroupstreet (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    district_id bigint,
    road_group_id bigint NOT NULL,
    street_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT canvass_roadgroupstreet_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.canvass_roadgroupstreet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_roadgroupstreet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_searchentry (
    elector_id bigint NOT NULL,
    words tsvector NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_searchstate (
    id bigint NOT NULL,
    version bigint NOT NULL,
    electors integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_searchstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_searchstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_searchword (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    word character varying(40) NOT NULL COLLATE pg_catalog."C",
    keys integer[] NOT NULL,
    held integer NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_searchword ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_searchword_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_street (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    locality character varying(160) NOT NULL,
    key character varying(280) NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_street ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_street_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_streetorder (
    id bigint NOT NULL,
    way character varying(8) NOT NULL,
    doors bigint[] NOT NULL,
    before jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    polling_district_id bigint NOT NULL,
    street_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_streetorder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_streetorder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_survey (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    archived_by_id bigint,
    made_by_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_surveyanswer (
    id bigint NOT NULL,
    question character varying(40) NOT NULL,
    value jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    elector_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    version_id uuid NOT NULL
);
ALTER TABLE public.canvass_surveyanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_surveyanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_surveyversion (
    id uuid NOT NULL,
    number integer NOT NULL,
    body jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint NOT NULL,
    survey_id uuid NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT canvass_surveyversion_number_check CHECK ((number >= 0))
);
CREATE TABLE public.canvass_syncbatch (
    id uuid NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    events smallint NOT NULL,
    stored smallint NOT NULL,
    duplicates smallint NOT NULL,
    quarantined smallint NOT NULL,
    rejected smallint NOT NULL,
    device_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_targetlist (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    area jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    electors integer NOT NULL,
    households integer NOT NULL,
    left_out jsonb NOT NULL,
    closed_at timestamp with time zone,
    closed_by_id bigint,
    made_by_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT canvass_targetlist_electors_check CHECK ((electors >= 0)),
    CONSTRAINT canvass_targetlist_households_check CHECK ((households >= 0))
);
CREATE TABLE public.canvass_targetrule (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    archived_by_id bigint,
    made_by_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.canvass_targetruleversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    body jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint NOT NULL,
    rule_id uuid NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT canvass_targetruleversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.canvass_targetruleversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_targetruleversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_team (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    out_at timestamp with time zone,
    due_at timestamp with time zone,
    fine_at timestamp with time zone,
    back_at timestamp with time zone,
    session_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.canvass_team ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.canvass_ward (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    unit_id bigint NOT NULL,
    code character varying(12) DEFAULT ''::character varying NOT NULL,
    ends_on date,
    starts_on date
);
ALTER TABLE public.canvass_ward ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.canvass_ward_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id bigint NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);
ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.gotv_absentlist (
    id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    kinds jsonb NOT NULL,
    dated_on date NOT NULL,
    state character varying(10) NOT NULL,
    report jsonb NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    undone_at timestamp with time zone,
    approved_by_id bigint,
    council_id bigint,
    election_id bigint NOT NULL,
    undone_by_id bigint,
    unit_id bigint NOT NULL,
    uploaded_by_id bigint
);
CREATE TABLE public.gotv_absentrow (
    id bigint NOT NULL,
    line integer NOT NULL,
    district_code character varying(16) NOT NULL,
    number integer,
    suffix integer NOT NULL,
    kind character varying(12) NOT NULL,
    expires_on date,
    elector_id bigint,
    problem character varying(12) NOT NULL,
    absent_list_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.gotv_absentrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_absentrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_absentvote (
    id bigint NOT NULL,
    recorded_for bigint NOT NULL,
    kind character varying(12) NOT NULL,
    expires_on date,
    added_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    added_by_id bigint,
    election_id bigint NOT NULL,
    elector_id bigint NOT NULL,
    ended_by_id bigint,
    ended_in_id uuid,
    listed_in_id uuid,
    unit_id bigint NOT NULL
);
ALTER TABLE public.gotv_absentvote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_absentvote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_ballotbox (
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    number character varying(20) NOT NULL,
    station_id bigint NOT NULL
);
ALTER TABLE public.gotv_ballotbox ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_ballotbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_boxdistrict (
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    lowest integer,
    highest integer,
    electors integer,
    postal_electors integer,
    box_id bigint NOT NULL,
    district_id bigint NOT NULL
);
ALTER TABLE public.gotv_boxdistrict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_boxdistrict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_boxtotal (
    box_id bigint NOT NULL,
    papers integer NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    election_id bigint NOT NULL,
    entered_by_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT gotv_boxtotal_papers_check CHECK ((papers >= 0))
);
CREATE TABLE public.gotv_campaignfigures (
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    ward_name character varying(100) NOT NULL,
    code character varying(16) NOT NULL,
    electors integer NOT NULL,
    promises integer NOT NULL,
    postal_electors integer NOT NULL,
    postal_promises integer NOT NULL,
    brought_in_at timestamp with time zone NOT NULL,
    district_id bigint
);
ALTER TABLE public.gotv_campaignfigures ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_campaignfigures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_committeeroom (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    address character varying(300) NOT NULL,
    postcode character varying(8) NOT NULL,
    phone character varying(30) NOT NULL,
    planned_canvassers smallint,
    planned_cars smallint,
    planned_lifts smallint,
    pack_key character varying(255) NOT NULL,
    election_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT gotv_committeeroom_planned_canvassers_check CHECK ((planned_canvassers >= 0)),
    CONSTRAINT gotv_committeeroom_planned_cars_check CHECK ((planned_cars >= 0)),
    CONSTRAINT gotv_committeeroom_planned_lifts_check CHECK ((planned_lifts >= 0))
);
ALTER TABLE public.gotv_committeeroom ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_committeeroom_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_count (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    value integer NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    entered_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    invalidated_at timestamp with time zone,
    invalid_because character varying(200) NOT NULL,
    box_id bigint,
    device_id uuid,
    election_id bigint NOT NULL,
    entered_by_id bigint,
    invalidated_by_id bigint,
    polling_district_id bigint,
    room_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT gotv_count_has_its_place CHECK ((((box_id IS NOT NULL) AND ((kind)::text = 'turnout'::text) AND (polling_district_id IS NULL) AND (room_id IS NULL)) OR ((box_id IS NULL) AND ((kind)::text = 'warp'::text) AND (polling_district_id IS NOT NULL) AND (room_id IS NULL)) OR ((box_id IS NULL) AND ((kind)::text = 'canvassers'::text) AND (polling_district_id IS NULL) AND (room_id IS NOT NULL)) OR ((box_id IS NULL) AND ((kind)::text = 'cars'::text) AND (polling_district_id IS NULL) AND (room_id IS NOT NULL)) OR ((box_id IS NULL) AND ((kind)::text = 'lifts'::text) AND (polling_district_id IS NULL) AND (room_id IS NOT NULL)))),
    CONSTRAINT gotv_count_not_negative CHECK ((value >= 0)),
    CONSTRAINT gotv_count_value_check CHECK ((value >= 0))
);
CREATE TABLE public.gotv_dayreport (
    election_id bigint NOT NULL,
    facts jsonb NOT NULL,
    kept_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.gotv_districtcounter (
    id bigint NOT NULL,
    voted integer NOT NULL,
    last_mark_at timestamp with time zone,
    polling_district_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    election_id bigint NOT NULL,
    changes bigint DEFAULT 0 NOT NULL,
    CONSTRAINT gotv_counter_not_negative CHECK ((voted >= 0))
);
ALTER TABLE public.gotv_districtcounter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_districtcounter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_districttally (
    id bigint NOT NULL,
    electors integer NOT NULL,
    postal_electors integer NOT NULL,
    promises integer NOT NULL,
    promises_in integer NOT NULL,
    doors_left integer NOT NULL,
    sources jsonb NOT NULL,
    box_electors jsonb NOT NULL,
    box_promises jsonb NOT NULL,
    changes bigint NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    roll_at timestamp with time zone NOT NULL,
    election_id bigint NOT NULL,
    polling_district_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.gotv_districttally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_districttally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_driver (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    phone character varying(30) NOT NULL,
    car character varying(80) NOT NULL,
    seats smallint NOT NULL,
    takes character varying(12)[] NOT NULL,
    from_at timestamp with time zone,
    until_at timestamp with time zone,
    gone_at timestamp with time zone,
    election_id bigint NOT NULL,
    room_id bigint,
    unit_id bigint NOT NULL,
    user_id bigint,
    link smallint NOT NULL,
    CONSTRAINT gotv_driver_link_check CHECK ((link >= 0)),
    CONSTRAINT gotv_driver_seats_check CHECK ((seats >= 0))
);
ALTER TABLE public.gotv_driver ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_driver_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_election (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    type character varying(12) NOT NULL,
    polling_on date NOT NULL,
    voting_age smallint NOT NULL,
    is_rehearsal boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL,
    nation character varying(16) DEFAULT 'england'::character varying NOT NULL,
    counts_only boolean DEFAULT false NOT NULL,
    postal_dispatch_on date,
    uk_id character varying(120) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT gotv_election_voting_age_check CHECK ((voting_age >= 0))
);
ALTER TABLE public.gotv_election ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_election_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_election_wards (
    id bigint NOT NULL,
    election_id bigint NOT NULL,
    ward_id bigint NOT NULL
);
ALTER TABLE public.gotv_election_wards ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_election_wards_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_franchiserule (
    id bigint NOT NULL,
    letter character varying(1) NOT NULL,
    admission character varying(5) NOT NULL,
    election_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT gotv_franchise_is_a_letter CHECK (((letter)::text ~ '^[A-Z]$'::text))
);
ALTER TABLE public.gotv_franchiserule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_franchiserule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_knock (
    id uuid NOT NULL,
    said character varying(12) NOT NULL,
    by_another boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    undone_at timestamp with time zone,
    actor_id bigint,
    device_id uuid,
    election_id bigint NOT NULL,
    elector_id bigint,
    household_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    round_id uuid
);
CREATE TABLE public.gotv_knockupentry (
    id bigint NOT NULL,
    reasons smallint[] NOT NULL,
    joined character varying(10) NOT NULL,
    joined_at timestamp with time zone,
    left_at timestamp with time zone,
    elector_id bigint NOT NULL,
    household_id bigint NOT NULL,
    polling_district_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    snapshot_id uuid NOT NULL,
    recorded_for bigint NOT NULL
);
ALTER TABLE public.gotv_knockupentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_knockupentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_knockupsnapshot (
    id uuid NOT NULL,
    frozen_at timestamp with time zone NOT NULL,
    electors integer NOT NULL,
    households integer NOT NULL,
    left_out jsonb NOT NULL,
    replaced_at timestamp with time zone,
    election_id bigint NOT NULL,
    frozen_by_id bigint,
    unit_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT gotv_knockupsnapshot_electors_check CHECK ((electors >= 0)),
    CONSTRAINT gotv_knockupsnapshot_households_check CHECK ((households >= 0))
);
CREATE TABLE public.gotv_lift (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    address character varying(300) NOT NULL,
    phone character varying(30) NOT NULL,
    people smallint NOT NULL,
    from_at timestamp with time zone,
    until_at timestamp with time zone,
    needs character varying(12)[] NOT NULL,
    state character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    reason character varying(200) NOT NULL,
    asked_by_id bigint,
    driver_id bigint,
    election_id bigint NOT NULL,
    elector_id bigint,
    household_id bigint,
    room_id bigint,
    settled_by_id bigint,
    unit_id bigint NOT NULL,
    recorded_for bigint,
    CONSTRAINT gotv_lift_is_somebodys CHECK (((elector_id IS NOT NULL) OR (((address)::text > ''::text) AND ((name)::text > ''::text)))),
    CONSTRAINT gotv_lift_people_check CHECK ((people >= 0)),
    CONSTRAINT gotv_lift_takes_somebody CHECK ((people >= 1))
);
CREATE TABLE public.gotv_markcheck (
    mark_id uuid NOT NULL,
    counts boolean NOT NULL,
    note character varying(200) NOT NULL,
    checked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    checked_by_id bigint,
    unit_id bigint NOT NULL
);
CREATE TABLE public.gotv_markedregister (
    id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    report jsonb NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    undone_at timestamp with time zone,
    approved_by_id bigint,
    council_id bigint,
    election_id bigint NOT NULL,
    undone_by_id bigint,
    unit_id bigint NOT NULL,
    uploaded_by_id bigint
);
CREATE TABLE public.gotv_markedrow (
    id bigint NOT NULL,
    line integer NOT NULL,
    district_code character varying(16) NOT NULL,
    polling_district_id bigint,
    number integer,
    suffix integer NOT NULL,
    turnout character varying(12) NOT NULL,
    elector_id bigint,
    problem character varying(12) NOT NULL,
    was character varying(12) DEFAULT ''::character varying NOT NULL,
    was_entry uuid,
    was_marked uuid,
    marked_register_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.gotv_markedrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_markedrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_markvoid (
    mark_id uuid NOT NULL,
    reason character varying(200) NOT NULL,
    voided_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    unit_id bigint NOT NULL,
    voided_by_id bigint
);
CREATE TABLE public.gotv_paperpack (
    id uuid NOT NULL,
    built_at timestamp with time zone NOT NULL,
    people integer NOT NULL,
    files jsonb NOT NULL,
    fetched_at timestamp with time zone,
    election_id bigint NOT NULL,
    fetched_by_id bigint,
    room_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT gotv_paperpack_people_check CHECK ((people >= 0))
);
CREATE TABLE public.gotv_pollingstation (
    id bigint NOT NULL,
    name character varying(160) NOT NULL,
    address character varying(300) NOT NULL,
    election_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    latitude double precision,
    longitude double precision,
    postcode character varying(8) DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.gotv_pollingstation_districts (
    id bigint NOT NULL,
    pollingstation_id bigint NOT NULL,
    pollingdistrict_id bigint NOT NULL
);
ALTER TABLE public.gotv_pollingstation_districts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_pollingstation_districts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.gotv_pollingstation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_pollingstation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_postalanswer (
    id uuid NOT NULL,
    said character varying(10) NOT NULL,
    by_another boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    undone_at timestamp with time zone,
    actor_id bigint,
    device_id uuid,
    election_id bigint NOT NULL,
    elector_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
CREATE TABLE public.gotv_rehearsal (
    id uuid NOT NULL,
    speed smallint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    played_until timestamp with time zone,
    ended_at timestamp with time zone,
    stop_asked_at timestamp with time zone,
    report jsonb NOT NULL,
    election_id bigint NOT NULL,
    started_by_id bigint,
    unit_id bigint NOT NULL,
    from_hour smallint DEFAULT 7 NOT NULL,
    until_hour smallint DEFAULT 22 NOT NULL,
    by_command boolean DEFAULT false NOT NULL,
    cleared_at timestamp with time zone,
    CONSTRAINT gotv_rehearsal_from_hour_check CHECK ((from_hour >= 0)),
    CONSTRAINT gotv_rehearsal_has_hours CHECK (((from_hour < until_hour) AND (until_hour <= 24))),
    CONSTRAINT gotv_rehearsal_speed_check CHECK ((speed >= 0)),
    CONSTRAINT gotv_rehearsal_until_hour_check CHECK ((until_hour >= 0))
);
CREATE TABLE public.gotv_roomdistrict (
    id bigint NOT NULL,
    election_id bigint NOT NULL,
    polling_district_id bigint NOT NULL,
    room_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.gotv_roomdistrict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_roomdistrict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_roomofficer (
    id bigint NOT NULL,
    duty character varying(10) NOT NULL,
    room_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.gotv_roomofficer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_roomofficer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_round (
    id uuid NOT NULL,
    number smallint NOT NULL,
    team character varying(80) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    begun_by_id bigint,
    election_id bigint NOT NULL,
    ended_by_id bigint,
    polling_district_id bigint NOT NULL,
    road_group_id bigint,
    room_id bigint,
    runner_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT gotv_round_number_check CHECK ((number >= 0))
);
CREATE TABLE public.gotv_sheet (
    id uuid NOT NULL,
    code character varying(8) NOT NULL,
    kind character varying(8) NOT NULL,
    lines jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    typed_at timestamp with time zone,
    election_id bigint NOT NULL,
    made_by_id bigint,
    polling_district_id bigint,
    room_id bigint,
    round_id uuid,
    station_id bigint,
    typed_by_id bigint,
    unit_id bigint NOT NULL,
    pack_id uuid
);
CREATE TABLE public.gotv_stationfile (
    id uuid NOT NULL,
    unit_id bigint NOT NULL,
    file_name character varying(200) NOT NULL,
    found jsonb NOT NULL,
    state character varying(12) NOT NULL,
    report jsonb NOT NULL,
    before jsonb NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    election_id bigint NOT NULL,
    uploaded_by_id bigint,
    settled_by_id bigint
);
CREATE TABLE public.gotv_tellerpass (
    id uuid NOT NULL,
    token_sha256 bytea NOT NULL,
    spoken_sha256 bytea,
    spoken_until timestamp with time zone,
    spoken_tries smallint NOT NULL,
    name character varying(120) NOT NULL,
    phone character varying(30) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    checked_at timestamp with time zone,
    revoked_at timestamp with time zone,
    election_id bigint NOT NULL,
    followed_by_id uuid,
    grant_id uuid,
    made_by_id bigint,
    station_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    shift_id bigint,
    spoken_finder character varying(4) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT gotv_tellerpass_spoken_tries_check CHECK ((spoken_tries >= 0))
);
CREATE TABLE public.gotv_tellershift (
    id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    name character varying(120) NOT NULL,
    phone character varying(30) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    election_id bigint NOT NULL,
    made_by_id bigint,
    station_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    user_id bigint,
    CONSTRAINT gotv_shift_has_a_length CHECK ((ends_at > starts_at)),
    CONSTRAINT gotv_shift_is_somebodys CHECK (((user_id IS NOT NULL) OR ((name)::text > ''::text)))
);
ALTER TABLE public.gotv_tellershift ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_tellershift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_turnoutentry (
    id uuid NOT NULL,
    typed character varying(200) NOT NULL,
    turnout character varying(12) NOT NULL,
    people integer NOT NULL,
    before jsonb NOT NULL,
    typed_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    election_id bigint NOT NULL,
    polling_district_id bigint NOT NULL,
    typed_by_id bigint,
    undone_by_id bigint,
    unit_id bigint NOT NULL
);
CREATE TABLE public.gotv_turnoutrecord (
    id bigint NOT NULL,
    recorded_for bigint NOT NULL,
    state character varying(12) NOT NULL,
    election_id bigint NOT NULL,
    elector_id bigint NOT NULL,
    entry_id uuid,
    marked_register_id uuid,
    polling_district_id bigint NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.gotv_turnoutrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_turnoutrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_voted (
    id bigint NOT NULL,
    election_id bigint NOT NULL,
    elector_id bigint NOT NULL,
    mark_id uuid NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.gotv_voted ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gotv_voted_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gotv_votemark (
    id uuid NOT NULL,
    typed character varying(24) NOT NULL,
    source character varying(10) NOT NULL,
    verdict character varying(10) NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    actor_id bigint,
    device_id uuid,
    election_id bigint NOT NULL,
    elector_id bigint,
    polling_district_id bigint,
    unit_id bigint NOT NULL,
    station_id bigint,
    suspicion character varying(14) DEFAULT ''::character varying NOT NULL,
    sheet_id uuid
);
CREATE TABLE public.guardian_groupobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.guardian_groupobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_groupobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.guardian_userobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    permission_id integer NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.guardian_userobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_userobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organise_member (
    id bigint NOT NULL,
    membership_number character varying(30) NOT NULL,
    first_name character varying(100) NOT NULL,
    last_name character varying(100) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(30) NOT NULL,
    address character varying(300) NOT NULL,
    postcode character varying(8) NOT NULL,
    state character varying(12) NOT NULL,
    joined_on date,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    branch_id bigint,
    unit_id bigint NOT NULL
);
ALTER TABLE public.organise_member ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organise_member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organise_memberimport (
    id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    state character varying(12) NOT NULL,
    mapping jsonb NOT NULL,
    counts jsonb NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    unit_id bigint NOT NULL,
    uploaded_by_id bigint NOT NULL,
    approved_by_id bigint,
    header jsonb NOT NULL,
    sha256 character varying(64) NOT NULL
);
CREATE TABLE public.organise_memberimportrow (
    id bigint NOT NULL,
    line integer NOT NULL,
    fields jsonb NOT NULL,
    problem character varying(200) NOT NULL,
    member_id bigint,
    before jsonb,
    effect character varying(10) NOT NULL,
    member_import_id uuid NOT NULL,
    cells jsonb NOT NULL,
    unit_id bigint NOT NULL
);
ALTER TABLE public.organise_memberimportrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organise_memberimportrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.roadmap_item (
    id bigint NOT NULL,
    title character varying(120) NOT NULL,
    body text NOT NULL,
    state character varying(10) NOT NULL,
    answer text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    asked_by_id bigint,
    CONSTRAINT roadmap_declined_has_an_answer CHECK (((NOT ((state)::text = 'declined'::text)) OR (NOT (answer = ''::text))))
);
ALTER TABLE public.roadmap_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.roadmap_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.roadmap_support (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    item_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.roadmap_support ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.roadmap_support_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.access_absence
    ADD CONSTRAINT access_absence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_number_key UNIQUE (number);
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_ended_grant_id_key UNIQUE (ended_grant_id);
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.access_auditday
    ADD CONSTRAINT access_auditday_pkey PRIMARY KEY (day);
ALTER TABLE ONLY public.access_auditevent
    ADD CONSTRAINT access_auditevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_daypin
    ADD CONSTRAINT access_daypin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_daypin
    ADD CONSTRAINT access_daypin_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.access_devicegrant
    ADD CONSTRAINT access_devicegrant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_devicegrant
    ADD CONSTRAINT access_devicegrant_token_sha256_key UNIQUE (token_sha256);
ALTER TABLE ONLY public.access_factorreset
    ADD CONSTRAINT access_factorreset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_heartbeat
    ADD CONSTRAINT access_heartbeat_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.access_lessonpass
    ADD CONSTRAINT access_lessonpass_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_mailserver
    ADD CONSTRAINT access_mailserver_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_mailtransport
    ADD CONSTRAINT access_mailtransport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_office
    ADD CONSTRAINT access_office_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_officeterm
    ADD CONSTRAINT access_officeterm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_outboxmessage
    ADD CONSTRAINT access_outboxmessage_dedupe_key_key UNIQUE (dedupe_key);
ALTER TABLE ONLY public.access_outboxmessage
    ADD CONSTRAINT access_outboxmessage_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.access_outboxmessage
    ADD CONSTRAINT access_outboxmessage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_requeststep
    ADD CONSTRAINT access_requeststep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_sealingkey
    ADD CONSTRAINT access_sealingkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_share
    ADD CONSTRAINT access_share_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_share
    ADD CONSTRAINT access_share_user_id_permission_id_object_pk_69f983ce_uniq UNIQUE (user_id, permission_id, object_pk);
ALTER TABLE ONLY public.access_suppression
    ADD CONSTRAINT access_suppression_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_termssignature
    ADD CONSTRAINT access_termssignature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_tool
    ADD CONSTRAINT access_tool_code_key UNIQUE (code);
ALTER TABLE ONLY public.access_tool
    ADD CONSTRAINT access_tool_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_unit
    ADD CONSTRAINT access_unit_code_key UNIQUE (code);
ALTER TABLE ONLY public.access_unit
    ADD CONSTRAINT access_unit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_user
    ADD CONSTRAINT access_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_addresslines
    ADD CONSTRAINT canvass_addresslines_pkey PRIMARY KEY (household_id);
ALTER TABLE ONLY public.canvass_approach
    ADD CONSTRAINT canvass_approach_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_boarddoor
    ADD CONSTRAINT canvass_board_door_once UNIQUE (board_id, household_id);
ALTER TABLE ONLY public.canvass_board
    ADD CONSTRAINT canvass_board_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_boarddoor
    ADD CONSTRAINT canvass_board_position_once UNIQUE (board_id, "position");
ALTER TABLE ONLY public.canvass_boarddoor
    ADD CONSTRAINT canvass_boarddoor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_boardpass
    ADD CONSTRAINT canvass_boardpass_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_boardpass
    ADD CONSTRAINT canvass_boardpass_token_sha256_key UNIQUE (token_sha256);
ALTER TABLE ONLY public.canvass_boundary
    ADD CONSTRAINT canvass_boundary_once UNIQUE NULLS NOT DISTINCT (unit_id, kind, name, code, starts_on);
ALTER TABLE ONLY public.canvass_boundary
    ADD CONSTRAINT canvass_boundary_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_boundaryfile
    ADD CONSTRAINT canvass_boundaryfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_canvasssession
    ADD CONSTRAINT canvass_canvasssession_join_sha256_key UNIQUE (join_sha256);
ALTER TABLE ONLY public.canvass_canvasssession
    ADD CONSTRAINT canvass_canvasssession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_changesample
    ADD CONSTRAINT canvass_changesample_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_consentwording
    ADD CONSTRAINT canvass_consentwording_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_contactevent
    ADD CONSTRAINT canvass_contactevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_coordinatesfile
    ADD CONSTRAINT canvass_coordinatesfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_council
    ADD CONSTRAINT canvass_council_once UNIQUE (unit_id, name);
ALTER TABLE ONLY public.canvass_council
    ADD CONSTRAINT canvass_council_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_pollingdistrict
    ADD CONSTRAINT canvass_district_once UNIQUE NULLS NOT DISTINCT (unit_id, code, council_id);
ALTER TABLE ONLY public.canvass_districtward
    ADD CONSTRAINT canvass_district_ward_once UNIQUE (district_id, ward_id);
ALTER TABLE ONLY public.canvass_districtward
    ADD CONSTRAINT canvass_districtward_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_doorflag
    ADD CONSTRAINT canvass_doorflag_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.canvass_doorflag
    ADD CONSTRAINT canvass_doorflag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_doorstepconsent
    ADD CONSTRAINT canvass_doorstepconsent_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY public.canvass_doubtfulmatch
    ADD CONSTRAINT canvass_doubtfulmatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_elector
    ADD CONSTRAINT canvass_elector_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_contactevent
    ADD CONSTRAINT canvass_event_seq_once UNIQUE (device_id, device_seq);
ALTER TABLE ONLY public.canvass_found
    ADD CONSTRAINT canvass_found_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY public.canvass_roadgroupstreet
    ADD CONSTRAINT canvass_group_street_once UNIQUE NULLS NOT DISTINCT (unit_id, street_id, district_id);
ALTER TABLE ONLY public.canvass_handing
    ADD CONSTRAINT canvass_handing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_householdhold
    ADD CONSTRAINT canvass_household_held_once EXCLUDE USING gist (household_id WITH =, during WITH &&);
ALTER TABLE ONLY public.canvass_household
    ADD CONSTRAINT canvass_household_once UNIQUE (unit_id, key);
ALTER TABLE ONLY public.canvass_household
    ADD CONSTRAINT canvass_household_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_householdhold
    ADD CONSTRAINT canvass_householdhold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_issueraised
    ADD CONSTRAINT canvass_issueraised_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_issuetopic
    ADD CONSTRAINT canvass_issuetopic_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_joined
    ADD CONSTRAINT canvass_joined_once UNIQUE (session_id, user_id);
ALTER TABLE ONLY public.canvass_joined
    ADD CONSTRAINT canvass_joined_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_keptobjection
    ADD CONSTRAINT canvass_kept_objection_once UNIQUE (unit_id, fingerprint, outcome);
ALTER TABLE ONLY public.canvass_keptobjection
    ADD CONSTRAINT canvass_keptobjection_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_latestcontact
    ADD CONSTRAINT canvass_latestcontact_pkey PRIMARY KEY (elector_id);
ALTER TABLE ONLY public.canvass_latestvisit
    ADD CONSTRAINT canvass_latestvisit_pkey PRIMARY KEY (household_id);
ALTER TABLE ONLY public.canvass_layoutmapping
    ADD CONSTRAINT canvass_layoutmapping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_letterscheme
    ADD CONSTRAINT canvass_letters_once UNIQUE (unit_id, number);
ALTER TABLE ONLY public.canvass_letterscheme
    ADD CONSTRAINT canvass_letterscheme_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_listed
    ADD CONSTRAINT canvass_listed_once UNIQUE (target_list_id, elector_id);
ALTER TABLE ONLY public.canvass_listed
    ADD CONSTRAINT canvass_listed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_layoutmapping
    ADD CONSTRAINT canvass_mapping_once UNIQUE (council_id, fingerprint);
ALTER TABLE ONLY public.canvass_doubtfulmatch
    ADD CONSTRAINT canvass_match_once UNIQUE (was_id, now_id);
ALTER TABLE ONLY public.canvass_newcomer
    ADD CONSTRAINT canvass_newcomer_key_sha256_key UNIQUE (key_sha256);
ALTER TABLE ONLY public.canvass_newcomer
    ADD CONSTRAINT canvass_newcomer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_nocontact
    ADD CONSTRAINT canvass_nocontact_pkey PRIMARY KEY (elector_id);
ALTER TABLE ONLY public.canvass_pastentry
    ADD CONSTRAINT canvass_pastentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_pasthousehold
    ADD CONSTRAINT canvass_pasthousehold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_placeddoor
    ADD CONSTRAINT canvass_placeddoor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_pollingdistrict
    ADD CONSTRAINT canvass_pollingdistrict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_purgereport
    ADD CONSTRAINT canvass_purgereport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_qualityfigure
    ADD CONSTRAINT canvass_quality_once UNIQUE (district_id, day);
ALTER TABLE ONLY public.canvass_qualityfigure
    ADD CONSTRAINT canvass_qualityfigure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_issueraised
    ADD CONSTRAINT canvass_raised_once UNIQUE (elector_id, event_id, topic);
ALTER TABLE ONLY public.canvass_recall
    ADD CONSTRAINT canvass_recall_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.canvass_registeredition
    ADD CONSTRAINT canvass_registeredition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_rejectedrow
    ADD CONSTRAINT canvass_rejectedrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_roadgroup
    ADD CONSTRAINT canvass_road_group_once UNIQUE (unit_id, name);
ALTER TABLE ONLY public.canvass_roadgroup
    ADD CONSTRAINT canvass_roadgroup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_roadgroupstreet
    ADD CONSTRAINT canvass_roadgroupstreet_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_targetruleversion
    ADD CONSTRAINT canvass_rule_version_once UNIQUE (rule_id, number);
ALTER TABLE ONLY public.canvass_searchstate
    ADD CONSTRAINT canvass_search_state_once UNIQUE (unit_id);
ALTER TABLE ONLY public.canvass_searchword
    ADD CONSTRAINT canvass_search_word_once UNIQUE (unit_id, word, kind);
ALTER TABLE ONLY public.canvass_searchentry
    ADD CONSTRAINT canvass_searchentry_pkey PRIMARY KEY (elector_id);
ALTER TABLE ONLY public.canvass_searchstate
    ADD CONSTRAINT canvass_searchstate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_searchword
    ADD CONSTRAINT canvass_searchword_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_street
    ADD CONSTRAINT canvass_street_once UNIQUE (unit_id, key);
ALTER TABLE ONLY public.canvass_streetorder
    ADD CONSTRAINT canvass_street_order_once UNIQUE (polling_district_id, street_id);
ALTER TABLE ONLY public.canvass_street
    ADD CONSTRAINT canvass_street_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_streetorder
    ADD CONSTRAINT canvass_streetorder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_surveyanswer
    ADD CONSTRAINT canvass_survey_answer_once UNIQUE (elector_id, version_id, question);
ALTER TABLE ONLY public.canvass_survey
    ADD CONSTRAINT canvass_survey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_surveyversion
    ADD CONSTRAINT canvass_survey_version_once UNIQUE (survey_id, number);
ALTER TABLE ONLY public.canvass_surveyanswer
    ADD CONSTRAINT canvass_surveyanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_surveyversion
    ADD CONSTRAINT canvass_surveyversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_syncbatch
    ADD CONSTRAINT canvass_syncbatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_targetlist
    ADD CONSTRAINT canvass_targetlist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_targetrule
    ADD CONSTRAINT canvass_targetrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_targetruleversion
    ADD CONSTRAINT canvass_targetruleversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_team
    ADD CONSTRAINT canvass_team_name_once UNIQUE (session_id, name);
ALTER TABLE ONLY public.canvass_team
    ADD CONSTRAINT canvass_team_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.canvass_issuetopic
    ADD CONSTRAINT canvass_topic_once UNIQUE (unit_id, code);
ALTER TABLE ONLY public.canvass_ward
    ADD CONSTRAINT canvass_ward_once UNIQUE NULLS NOT DISTINCT (unit_id, name, starts_on);
ALTER TABLE ONLY public.canvass_ward
    ADD CONSTRAINT canvass_ward_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.gotv_absentlist
    ADD CONSTRAINT gotv_absentlist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_absentrow
    ADD CONSTRAINT gotv_absentrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_absentvote
    ADD CONSTRAINT gotv_absentvote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_ballotbox
    ADD CONSTRAINT gotv_ballotbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_boxdistrict
    ADD CONSTRAINT gotv_box_district_once UNIQUE (box_id, district_id);
ALTER TABLE ONLY public.gotv_ballotbox
    ADD CONSTRAINT gotv_box_once UNIQUE (station_id, number);
ALTER TABLE ONLY public.gotv_boxdistrict
    ADD CONSTRAINT gotv_boxdistrict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_boxtotal
    ADD CONSTRAINT gotv_boxtotal_pkey PRIMARY KEY (box_id);
ALTER TABLE ONLY public.gotv_campaignfigures
    ADD CONSTRAINT gotv_campaign_figures_once UNIQUE (unit_id, ward_name, code);
ALTER TABLE ONLY public.gotv_campaignfigures
    ADD CONSTRAINT gotv_campaignfigures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_committeeroom
    ADD CONSTRAINT gotv_committeeroom_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_districtcounter
    ADD CONSTRAINT gotv_counter_once UNIQUE (election_id, polling_district_id);
ALTER TABLE ONLY public.gotv_dayreport
    ADD CONSTRAINT gotv_dayreport_pkey PRIMARY KEY (election_id);
ALTER TABLE ONLY public.gotv_districtcounter
    ADD CONSTRAINT gotv_districtcounter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_districttally
    ADD CONSTRAINT gotv_districttally_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_driver
    ADD CONSTRAINT gotv_driver_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_election
    ADD CONSTRAINT gotv_election_once UNIQUE (unit_id, polling_on, name);
ALTER TABLE ONLY public.gotv_election
    ADD CONSTRAINT gotv_election_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_election_wards
    ADD CONSTRAINT gotv_election_wards_election_id_ward_id_bc780434_uniq UNIQUE (election_id, ward_id);
ALTER TABLE ONLY public.gotv_election_wards
    ADD CONSTRAINT gotv_election_wards_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_knockupentry
    ADD CONSTRAINT gotv_entry_once UNIQUE (snapshot_id, elector_id);
ALTER TABLE ONLY public.gotv_franchiserule
    ADD CONSTRAINT gotv_franchise_once UNIQUE (election_id, letter);
ALTER TABLE ONLY public.gotv_franchiserule
    ADD CONSTRAINT gotv_franchiserule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_knock
    ADD CONSTRAINT gotv_knock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_knockupentry
    ADD CONSTRAINT gotv_knockupentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_knockupsnapshot
    ADD CONSTRAINT gotv_knockupsnapshot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_lift
    ADD CONSTRAINT gotv_lift_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_markcheck
    ADD CONSTRAINT gotv_markcheck_pkey PRIMARY KEY (mark_id);
ALTER TABLE ONLY public.gotv_markedregister
    ADD CONSTRAINT gotv_markedregister_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_markedrow
    ADD CONSTRAINT gotv_markedrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_markvoid
    ADD CONSTRAINT gotv_markvoid_pkey PRIMARY KEY (mark_id);
ALTER TABLE ONLY public.gotv_paperpack
    ADD CONSTRAINT gotv_pack_once UNIQUE (room_id, built_at);
ALTER TABLE ONLY public.gotv_paperpack
    ADD CONSTRAINT gotv_paperpack_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_pollingstation_districts
    ADD CONSTRAINT gotv_pollingstation_dist_pollingstation_id_pollin_3544678b_uniq UNIQUE (pollingstation_id, pollingdistrict_id);
ALTER TABLE ONLY public.gotv_pollingstation_districts
    ADD CONSTRAINT gotv_pollingstation_districts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_pollingstation
    ADD CONSTRAINT gotv_pollingstation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_postalanswer
    ADD CONSTRAINT gotv_postalanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_rehearsal
    ADD CONSTRAINT gotv_rehearsal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_roomdistrict
    ADD CONSTRAINT gotv_room_district_once UNIQUE (election_id, polling_district_id);
ALTER TABLE ONLY public.gotv_roomofficer
    ADD CONSTRAINT gotv_room_officer_once UNIQUE (room_id, user_id, duty);
ALTER TABLE ONLY public.gotv_committeeroom
    ADD CONSTRAINT gotv_room_once UNIQUE (election_id, name);
ALTER TABLE ONLY public.gotv_roomdistrict
    ADD CONSTRAINT gotv_roomdistrict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_roomofficer
    ADD CONSTRAINT gotv_roomofficer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_number_once UNIQUE NULLS NOT DISTINCT (election_id, polling_district_id, road_group_id, number);
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_code_once UNIQUE (unit_id, code);
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_pollingstation
    ADD CONSTRAINT gotv_station_once UNIQUE (election_id, name);
ALTER TABLE ONLY public.gotv_stationfile
    ADD CONSTRAINT gotv_stationfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_districttally
    ADD CONSTRAINT gotv_tally_once UNIQUE (election_id, polling_district_id);
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_grant_id_key UNIQUE (grant_id);
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_token_sha256_key UNIQUE (token_sha256);
ALTER TABLE ONLY public.gotv_tellershift
    ADD CONSTRAINT gotv_tellershift_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_turnoutrecord
    ADD CONSTRAINT gotv_turnout_once UNIQUE (elector_id, election_id);
ALTER TABLE ONLY public.gotv_turnoutentry
    ADD CONSTRAINT gotv_turnoutentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_turnoutrecord
    ADD CONSTRAINT gotv_turnoutrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_voted
    ADD CONSTRAINT gotv_voted_once UNIQUE (election_id, elector_id);
ALTER TABLE ONLY public.gotv_voted
    ADD CONSTRAINT gotv_voted_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gotv_votemark
    ADD CONSTRAINT gotv_votemark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectperm_group_id_permission_id_o_3f189f7c_uniq UNIQUE (group_id, permission_id, object_pk);
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectpermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermi_user_id_permission_id_ob_b0b3d2fc_uniq UNIQUE (user_id, permission_id, object_pk);
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organise_member
    ADD CONSTRAINT organise_member_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organise_memberimport
    ADD CONSTRAINT organise_memberimport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organise_memberimportrow
    ADD CONSTRAINT organise_memberimportrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.roadmap_item
    ADD CONSTRAINT roadmap_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.roadmap_support
    ADD CONSTRAINT roadmap_support_once UNIQUE (item_id, user_id);
ALTER TABLE ONLY public.roadmap_support
    ADD CONSTRAINT roadmap_support_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);
CREATE INDEX access_absence_deputy_grant_id_2c8b1bf6 ON public.access_absence USING btree (deputy_grant_id);
CREATE INDEX access_absence_unit ON public.access_absence USING btree (unit_id, until_on);
CREATE INDEX access_absence_user_id_482573cb ON public.access_absence USING btree (user_id);
CREATE INDEX access_accessrequest_decided_by_id_57dbe119 ON public.access_accessrequest USING btree (decided_by_id);
CREATE INDEX access_accessrequest_grant_id_d23099ae ON public.access_accessrequest USING btree (grant_id);
CREATE INDEX access_accessrequest_renews_id_4c918f84 ON public.access_accessrequest USING btree (renews_id);
CREATE INDEX access_accessrequest_rests_with_id_0071f482 ON public.access_accessrequest USING btree (rests_with_id);
CREATE INDEX access_accessrequest_tool_id_da0a87ff ON public.access_accessrequest USING btree (tool_id);
CREATE INDEX access_accessrequest_user_id_e143fc16 ON public.access_accessrequest USING btree (user_id);
CREATE INDEX access_appeal_decided_at_unit_id_9aa87084 ON public.access_appeal USING btree (decided_at_unit_id);
CREATE INDEX access_appeal_decided_by_id_c1fc5444 ON public.access_appeal USING btree (decided_by_id);
CREATE INDEX access_appeal_unit ON public.access_appeal USING btree (unit_id, state);
CREATE INDEX access_appeal_user_id_00b11255 ON public.access_appeal USING btree (user_id);
CREATE INDEX access_audit_actor_at ON public.access_auditevent USING btree (actor_id, at DESC);
CREATE INDEX access_audit_at ON public.access_auditevent USING btree (at);
CREATE INDEX access_audit_unit_at ON public.access_auditevent USING btree (unit_id, at DESC);
CREATE INDEX access_device_unit ON public.access_devicegrant USING btree (unit_id, kind, created_at DESC);
CREATE INDEX access_devicegrant_user_id_ae6b5e1a ON public.access_devicegrant USING btree (user_id);
CREATE INDEX access_factorreset_asked_by_id_0d10ffc0 ON public.access_factorreset USING btree (asked_by_id);
CREATE INDEX access_factorreset_called_off_by_id_2d530d57 ON public.access_factorreset USING btree (called_off_by_id);
CREATE INDEX access_factorreset_user_id_27278208 ON public.access_factorreset USING btree (user_id);
CREATE INDEX access_grant_done_by_id_6131989e ON public.access_grant USING btree (done_by_id);
CREATE INDEX access_grant_ended_by_id_a4c97497 ON public.access_grant USING btree (ended_by_id);
CREATE INDEX access_grant_granted_by_id_f9615f28 ON public.access_grant USING btree (granted_by_id);
CREATE INDEX access_grant_notice_by_id_0818c8ad ON public.access_grant USING btree (notice_by_id);
CREATE UNIQUE INDEX access_grant_once ON public.access_grant USING btree (user_id, unit_id, role, tool_id, term_id, starts_on) NULLS NOT DISTINCT WHERE ((ended_at IS NULL) AND (expires_at IS NULL));
CREATE INDEX access_grant_taken_back_by_id_fbe7b958 ON public.access_grant USING btree (taken_back_by_id);
CREATE INDEX access_grant_term_id_db95e38b ON public.access_grant USING btree (term_id);
CREATE INDEX access_grant_tool_id_5ded2a05 ON public.access_grant USING btree (tool_id);
CREATE INDEX access_grant_unit_id_539d2431 ON public.access_grant USING btree (unit_id);
CREATE INDEX access_grant_user_id_d8a84bc9 ON public.access_grant USING btree (user_id);
CREATE INDEX access_heartbeat_name_a7251eb8_like ON public.access_heartbeat USING btree (name varchar_pattern_ops);
CREATE INDEX access_lesson_user ON public.access_lessonpass USING btree (user_id, lesson, passed_at DESC);
CREATE INDEX access_lessonpass_user_id_4811e029 ON public.access_lessonpass USING btree (user_id);
CREATE INDEX access_mail_leased ON public.access_outboxmessage USING btree (lease_until) WHERE ((state)::text = 'sending'::text);
CREATE INDEX access_mail_newest ON public.access_outboxmessage USING btree (created_at DESC, id);
CREATE INDEX access_mail_queued ON public.access_outboxmessage USING btree (next_try_at, id) WHERE ((state)::text = 'queued'::text);
CREATE INDEX access_mail_queued_hash ON public.access_outboxmessage USING btree (email_hash) WHERE ((state)::text = 'queued'::text);
CREATE INDEX access_mail_unit ON public.access_outboxmessage USING btree (unit_id, created_at DESC);
CREATE UNIQUE INDEX access_office_once ON public.access_office USING btree (unit_id, title) WHERE (closed_at IS NULL);
CREATE INDEX access_officeterm_made_by_id_1f4be86e ON public.access_officeterm USING btree (made_by_id);
CREATE INDEX access_officeterm_office_id_6f2b6886 ON public.access_officeterm USING btree (office_id);
CREATE INDEX access_officeterm_user_id_c7fee362 ON public.access_officeterm USING btree (user_id);
CREATE INDEX access_outboxmessage_dedupe_key_fa274bee_like ON public.access_outboxmessage USING btree (dedupe_key varchar_pattern_ops);
CREATE INDEX access_outboxmessage_message_id_8291c139_like ON public.access_outboxmessage USING btree (message_id varchar_pattern_ops);
CREATE INDEX access_outboxmessage_unit_id_2e5d2ebf ON public.access_outboxmessage USING btree (unit_id);
CREATE INDEX access_request_clock ON public.access_accessrequest USING btree (escalates_at) WHERE ((state)::text = 'open'::text);
CREATE UNIQUE INDEX access_request_open_once ON public.access_accessrequest USING btree (user_id, unit_id, role, tool_id) NULLS NOT DISTINCT WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'asked_back'::character varying])::text[]));
CREATE INDEX access_request_unit ON public.access_accessrequest USING btree (unit_id, state, asked_at);
CREATE INDEX access_request_user ON public.access_accessrequest USING btree (user_id, asked_at DESC);
CREATE INDEX access_requeststep_by_id_a763081f ON public.access_requeststep USING btree (by_id);
CREATE INDEX access_requeststep_request_id_1e5ccaba ON public.access_requeststep USING btree (request_id);
CREATE INDEX access_reset_unit ON public.access_factorreset USING btree (unit_id, asked_at DESC);
CREATE INDEX access_share_content_type_id_c0631883 ON public.access_share USING btree (content_type_id);
CREATE INDEX access_share_object ON public.access_share USING btree (content_type_id, object_pk);
CREATE INDEX access_share_permission_id_1fda0c4a ON public.access_share USING btree (permission_id);
CREATE INDEX access_share_shared_by_id_4e08c8d0 ON public.access_share USING btree (shared_by_id);
CREATE INDEX access_share_user ON public.access_share USING btree (user_id, until_on);
CREATE INDEX access_share_user_id_451185fe ON public.access_share USING btree (user_id);
CREATE INDEX access_signature_user ON public.access_termssignature USING btree (user_id, terms, signed_at DESC);
CREATE INDEX access_step_request ON public.access_requeststep USING btree (request_id, at);
CREATE INDEX access_suppression_hash ON public.access_suppression USING btree (email_hash);
CREATE INDEX access_term_unit ON public.access_officeterm USING btree (unit_id, ends_on);
CREATE INDEX access_termssignature_user_id_7f557621 ON public.access_termssignature USING btree (user_id);
CREATE INDEX access_tool_code_a1eb7e1e_like ON public.access_tool USING btree (code varchar_pattern_ops);
CREATE INDEX access_unit_code_df414f8e_like ON public.access_unit USING btree (code varchar_pattern_ops);
CREATE INDEX access_unit_parent_id_48f46edf ON public.access_unit USING btree (parent_id);
CREATE INDEX access_unit_path_03b6a9c5 ON public.access_unit USING btree (path);
CREATE INDEX access_unit_path_03b6a9c5_like ON public.access_unit USING btree (path varchar_pattern_ops);
CREATE UNIQUE INDEX access_user_email_once ON public.access_user USING btree (lower((email)::text));
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX canvass_approach_household ON public.canvass_approach USING btree (household_id, at DESC);
CREATE INDEX canvass_approach_noted ON public.canvass_approach USING btree (source) WHERE (NOT ((channel)::text = 'door'::text));
CREATE INDEX canvass_board_closed_by_id_85585999 ON public.canvass_board USING btree (closed_by_id);
CREATE INDEX canvass_board_made_by_id_daa0f66b ON public.canvass_board USING btree (made_by_id);
CREATE INDEX canvass_board_session_id_b398b2fc ON public.canvass_board USING btree (session_id);
CREATE INDEX canvass_board_target_list_id_64502fa7 ON public.canvass_board USING btree (target_list_id);
CREATE INDEX canvass_board_team_id_bbb9d268 ON public.canvass_board USING btree (team_id);
CREATE INDEX canvass_board_unit ON public.canvass_board USING btree (unit_id, made_at DESC);
CREATE UNIQUE INDEX canvass_board_with_one_person ON public.canvass_handing USING btree (board_id) WHERE (returned_at IS NULL);
CREATE INDEX canvass_boarddoor_household_id_ced04f96 ON public.canvass_boarddoor USING btree (household_id);
CREATE INDEX canvass_boardpass_handing_id_18971fe3 ON public.canvass_boardpass USING btree (handing_id);
CREATE INDEX canvass_boardpass_made_by_id_d7701896 ON public.canvass_boardpass USING btree (made_by_id);
CREATE INDEX canvass_boundary_file_unit ON public.canvass_boundaryfile USING btree (unit_id, uploaded_at DESC);
CREATE INDEX canvass_boundaryfile_council_id_c4d55d4d ON public.canvass_boundaryfile USING btree (council_id);
CREATE INDEX canvass_boundaryfile_settled_by_id_7c2f87f5 ON public.canvass_boundaryfile USING btree (settled_by_id);
CREATE INDEX canvass_boundaryfile_uploaded_by_id_a3f77067 ON public.canvass_boundaryfile USING btree (uploaded_by_id);
CREATE INDEX canvass_canvasssession_closed_by_id_bf1513f0 ON public.canvass_canvasssession USING btree (closed_by_id);
CREATE INDEX canvass_canvasssession_leader_id_fe369a81 ON public.canvass_canvasssession USING btree (leader_id);
CREATE INDEX canvass_canvasssession_made_by_id_dd2bae30 ON public.canvass_canvasssession USING btree (made_by_id);
CREATE INDEX canvass_canvasssession_survey_id_dab889e0 ON public.canvass_canvasssession USING btree (survey_id);
CREATE INDEX canvass_changesample_register_import_id_2f95e249 ON public.canvass_changesample USING btree (register_import_id);
CREATE INDEX canvass_consentwording_made_by_id_f37f67ee ON public.canvass_consentwording USING btree (made_by_id);
CREATE INDEX canvass_coordinates_unit ON public.canvass_coordinatesfile USING btree (unit_id, uploaded_at DESC);
CREATE INDEX canvass_coordinatesfile_undone_by_id_f66579d9 ON public.canvass_coordinatesfile USING btree (undone_by_id);
CREATE INDEX canvass_coordinatesfile_uploaded_by_id_f70277a6 ON public.canvass_coordinatesfile USING btree (uploaded_by_id);
CREATE INDEX canvass_districtward_district_id_0e2f8d03 ON public.canvass_districtward USING btree (district_id);
CREATE INDEX canvass_districtward_ward_id_75e59bf4 ON public.canvass_districtward USING btree (ward_id);
CREATE INDEX canvass_doorflag_flagged_by_id_d0f774b5 ON public.canvass_doorflag USING btree (flagged_by_id);
CREATE INDEX canvass_doorflag_household_id_a0e07ea6 ON public.canvass_doorflag USING btree (household_id);
CREATE INDEX canvass_doorflag_lifted_by_id_cfb5b961 ON public.canvass_doorflag USING btree (lifted_by_id);
CREATE INDEX canvass_doorstepconsent_elector_id_54a2a44e ON public.canvass_doorstepconsent USING btree (elector_id);
CREATE INDEX canvass_doorstepconsent_taken_by_id_bf3e9840 ON public.canvass_doorstepconsent USING btree (taken_by_id);
CREATE INDEX canvass_doorstepconsent_wording_id_7ea99f49 ON public.canvass_doorstepconsent USING btree (wording_id);
CREATE INDEX canvass_doubtfulmatch_decided_by_id_73e0913f ON public.canvass_doubtfulmatch USING btree (decided_by_id);
CREATE INDEX canvass_doubtfulmatch_now_id_cf69fb17 ON public.canvass_doubtfulmatch USING btree (now_id);
CREATE INDEX canvass_doubtfulmatch_register_import_id_19c73d5e ON public.canvass_doubtfulmatch USING btree (register_import_id);
CREATE INDEX canvass_doubtfulmatch_was_id_33041b0a ON public.canvass_doubtfulmatch USING btree (was_id);
CREATE INDEX canvass_elector_household_id_153592be ON public.canvass_elector USING btree (household_id);
CREATE INDEX canvass_elector_merged ON public.canvass_elector USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE UNIQUE INDEX canvass_elector_number_once ON public.canvass_elector USING btree (polling_district_id, number, suffix) WHERE (left_on IS NULL);
CREATE INDEX canvass_elector_unit_pd ON public.canvass_elector USING btree (unit_id, polling_district_id);
CREATE INDEX canvass_event_answers ON public.canvass_contactevent USING btree (unit_id, est_occurred_at) WHERE ((kind)::text = 'answer'::text);
CREATE INDEX canvass_event_board ON public.canvass_contactevent USING btree (board_id) WHERE (board_id IS NOT NULL);
CREATE INDEX canvass_event_elector ON public.canvass_contactevent USING btree (elector_id, est_occurred_at DESC, device_seq DESC) WHERE (elector_id IS NOT NULL);
CREATE INDEX canvass_event_household ON public.canvass_contactevent USING btree (household_id, est_occurred_at DESC) WHERE (household_id IS NOT NULL);
CREATE INDEX canvass_event_quarantine ON public.canvass_contactevent USING btree (unit_id, received_at) WHERE ((status)::text = 'quarantined'::text);
CREATE INDEX canvass_event_supersedes ON public.canvass_contactevent USING btree (supersedes) WHERE (supersedes IS NOT NULL);
CREATE INDEX canvass_flag_review ON public.canvass_doorflag USING btree (unit_id, review_on) WHERE (lifted_at IS NULL);
CREATE INDEX canvass_found_decided_by_id_ddfb4a00 ON public.canvass_found USING btree (decided_by_id);
CREATE INDEX canvass_found_elector_id_08754b36 ON public.canvass_found USING btree (elector_id);
CREATE INDEX canvass_found_found_by_id_3eb6e4e6 ON public.canvass_found USING btree (found_by_id);
CREATE INDEX canvass_found_household_id_2489fdf3 ON public.canvass_found USING btree (household_id);
CREATE INDEX canvass_found_street_id_1ea42882 ON public.canvass_found USING btree (street_id);
CREATE INDEX canvass_found_unit ON public.canvass_found USING btree (unit_id, state, found_at DESC);
CREATE INDEX canvass_handing_board_id_54071ac4 ON public.canvass_handing USING btree (board_id);
CREATE INDEX canvass_handing_handed_by_id_cecaa6c6 ON public.canvass_handing USING btree (handed_by_id);
CREATE INDEX canvass_handing_user ON public.canvass_handing USING btree (user_id, handed_at DESC);
CREATE INDEX canvass_handing_user_id_ef428dd1 ON public.canvass_handing USING btree (user_id);
CREATE INDEX canvass_household_polling_district_id_5f3d1bae ON public.canvass_household USING btree (polling_district_id);
CREATE INDEX canvass_household_street_id_ee08ac1e ON public.canvass_household USING btree (street_id);
CREATE INDEX canvass_householdhold_board_id_6eb30d5f ON public.canvass_householdhold USING btree (board_id);
CREATE INDEX canvass_import_unit ON public.canvass_registerimport USING btree (unit_id, uploaded_at DESC);
CREATE INDEX canvass_issuetopic_made_by_id_f5a51769 ON public.canvass_issuetopic USING btree (made_by_id);
CREATE INDEX canvass_issuetopic_ward_id_778b67ed ON public.canvass_issuetopic USING btree (ward_id);
CREATE INDEX canvass_joined_team_id_5074d0ca ON public.canvass_joined USING btree (team_id);
CREATE INDEX canvass_joined_user_id_a13c03d5 ON public.canvass_joined USING btree (user_id);
CREATE INDEX canvass_joined_vouched_by_id_26dd8a5a ON public.canvass_joined USING btree (vouched_by_id);
CREATE INDEX canvass_layoutmapping_council_id_ddc39e97 ON public.canvass_layoutmapping USING btree (council_id);
CREATE INDEX canvass_layoutmapping_made_by_id_18eda377 ON public.canvass_layoutmapping USING btree (made_by_id);
CREATE INDEX canvass_letterscheme_made_by_id_a99100f8 ON public.canvass_letterscheme USING btree (made_by_id);
CREATE INDEX canvass_list_unit ON public.canvass_targetlist USING btree (unit_id, made_at DESC);
CREATE INDEX canvass_match_open ON public.canvass_doubtfulmatch USING btree (unit_id, score DESC) WHERE ((decision)::text = 'open'::text);
CREATE INDEX canvass_newcomer_decided_by_id_f32bc81e ON public.canvass_newcomer USING btree (decided_by_id);
CREATE INDEX canvass_newcomer_session_id_1862da91 ON public.canvass_newcomer USING btree (session_id);
CREATE INDEX canvass_newcomer_user_id_16ae69ef ON public.canvass_newcomer USING btree (user_id);
CREATE INDEX canvass_no_contact ON public.canvass_latestcontact USING btree (unit_id, elector_id) WHERE do_not_contact;
CREATE INDEX canvass_nocontact_noted_by_id_39f27a44 ON public.canvass_nocontact USING btree (noted_by_id);
CREATE UNIQUE INDEX canvass_one_current_edition ON public.canvass_registeredition USING btree (unit_id, council_id) WHERE is_current;
CREATE INDEX canvass_past_import ON public.canvass_pastentry USING btree (register_import_id);
CREATE INDEX canvass_pastentry_elector_id_aaa413aa ON public.canvass_pastentry USING btree (elector_id);
CREATE INDEX canvass_pasthousehold_household_id_4db2f030 ON public.canvass_pasthousehold USING btree (household_id);
CREATE INDEX canvass_pasthousehold_register_import_id_082ca21e ON public.canvass_pasthousehold USING btree (register_import_id);
CREATE INDEX canvass_placeddoor_file_id_83f39198 ON public.canvass_placeddoor USING btree (file_id);
CREATE INDEX canvass_pollingdistrict_council_id_8f87c4ca ON public.canvass_pollingdistrict USING btree (council_id);
CREATE INDEX canvass_pollingdistrict_ward_id_6e7ee8e6 ON public.canvass_pollingdistrict USING btree (ward_id);
CREATE INDEX canvass_promise ON public.canvass_latestcontact USING btree (unit_id, elector_id) WHERE ((intention)::text = 'labour'::text);
CREATE INDEX canvass_purge_unit ON public.canvass_purgereport USING btree (unit_id, ran_at DESC);
CREATE INDEX canvass_purgereport_by_id_b32af899 ON public.canvass_purgereport USING btree (by_id);
CREATE INDEX canvass_quality_unit ON public.canvass_qualityfigure USING btree (unit_id, day DESC);
CREATE INDEX canvass_qualityfigure_district_id_8e3bd4dc ON public.canvass_qualityfigure USING btree (district_id);
CREATE INDEX canvass_raised_unit ON public.canvass_issueraised USING btree (unit_id, at);
CREATE INDEX canvass_recall_elector_id_8a06b5ad ON public.canvass_recall USING btree (elector_id);
CREATE INDEX canvass_recall_unit ON public.canvass_recall USING btree (unit_id, number);
CREATE INDEX canvass_registeredition_council_id_87c78100 ON public.canvass_registeredition USING btree (council_id);
CREATE INDEX canvass_registerimport_approved_by_id_9c493c67 ON public.canvass_registerimport USING btree (approved_by_id);
CREATE INDEX canvass_registerimport_confirmed_by_id_ec3da17c ON public.canvass_registerimport USING btree (confirmed_by_id);
CREATE INDEX canvass_registerimport_council_id_1b19a706 ON public.canvass_registerimport USING btree (council_id);
CREATE INDEX canvass_registerimport_edition_id_589d2954 ON public.canvass_registerimport USING btree (edition_id);
CREATE INDEX canvass_registerimport_mapping_id_9ef83814 ON public.canvass_registerimport USING btree (mapping_id);
CREATE INDEX canvass_registerimport_undone_by_id_141e2bd5 ON public.canvass_registerimport USING btree (undone_by_id);
CREATE INDEX canvass_registerimport_uploaded_by_id_a88aad4e ON public.canvass_registerimport USING btree (uploaded_by_id);
CREATE INDEX canvass_rejectedrow_register_import_id_b6fe0f1a ON public.canvass_rejectedrow USING btree (register_import_id);
CREATE INDEX canvass_roadgroup_ward_id_960dc71c ON public.canvass_roadgroup USING btree (ward_id);
CREATE INDEX canvass_roadgroupstreet_district_id_ef93ad9a ON public.canvass_roadgroupstreet USING btree (district_id);
CREATE INDEX canvass_roadgroupstreet_road_group_id_7f2a607a ON public.canvass_roadgroupstreet USING btree (road_group_id);
CREATE INDEX canvass_roadgroupstreet_street_id_386c4d95 ON public.canvass_roadgroupstreet USING btree (street_id);
CREATE INDEX canvass_sample_import ON public.canvass_changesample USING btree (register_import_id, operation);
CREATE INDEX canvass_search_entry_words ON public.canvass_searchentry USING gin (words) WITH (gin_pending_list_limit='512');
CREATE INDEX canvass_search_word_keys ON public.canvass_searchword USING gin (keys) WITH (gin_pending_list_limit='512');
CREATE INDEX canvass_searchentry_unit_id_aa9ebb8a ON public.canvass_searchentry USING btree (unit_id);
CREATE INDEX canvass_session_unit ON public.canvass_canvasssession USING btree (unit_id, meets_at DESC);
CREATE INDEX canvass_streetorder_made_by_id_0f4fad01 ON public.canvass_streetorder USING btree (made_by_id);
CREATE INDEX canvass_streetorder_street_id_db45e65a ON public.canvass_streetorder USING btree (street_id);
CREATE INDEX canvass_survey_archived_by_id_b53715cb ON public.canvass_survey USING btree (archived_by_id);
CREATE INDEX canvass_survey_made_by_id_a52759a7 ON public.canvass_survey USING btree (made_by_id);
CREATE INDEX canvass_surveyanswer_version_id_d9a718b7 ON public.canvass_surveyanswer USING btree (version_id);
CREATE INDEX canvass_surveyversion_made_by_id_ede09d4c ON public.canvass_surveyversion USING btree (made_by_id);
CREATE INDEX canvass_syncbatch_device_id_cd877b00 ON public.canvass_syncbatch USING btree (device_id);
CREATE INDEX canvass_targetlist_closed_by_id_cc80a21d ON public.canvass_targetlist USING btree (closed_by_id);
CREATE INDEX canvass_targetlist_made_by_id_4612db50 ON public.canvass_targetlist USING btree (made_by_id);
CREATE INDEX canvass_targetlist_version_id_ae3a40de ON public.canvass_targetlist USING btree (version_id);
CREATE INDEX canvass_targetrule_archived_by_id_3d6a85a6 ON public.canvass_targetrule USING btree (archived_by_id);
CREATE INDEX canvass_targetrule_made_by_id_db8dbf0a ON public.canvass_targetrule USING btree (made_by_id);
CREATE INDEX canvass_targetruleversion_made_by_id_369f06de ON public.canvass_targetruleversion USING btree (made_by_id);
CREATE INDEX canvass_team_session_id_07671d84 ON public.canvass_team USING btree (session_id);
CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);
CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX gotv_absent_elector ON public.gotv_absentvote USING btree (elector_id, election_id);
CREATE UNIQUE INDEX gotv_absent_once ON public.gotv_absentvote USING btree (election_id, elector_id) WHERE (ended_at IS NULL);
CREATE INDEX gotv_absent_recorded_for ON public.gotv_absentvote USING btree (recorded_for);
CREATE INDEX gotv_absentlist_approved_by_id_49112e3f ON public.gotv_absentlist USING btree (approved_by_id);
CREATE INDEX gotv_absentlist_council_id_edfd238a ON public.gotv_absentlist USING btree (council_id);
CREATE INDEX gotv_absentlist_election_id_d407d829 ON public.gotv_absentlist USING btree (election_id);
CREATE INDEX gotv_absentlist_undone_by_id_d3b08ed1 ON public.gotv_absentlist USING btree (undone_by_id);
CREATE INDEX gotv_absentlist_uploaded_by_id_d6b22fb0 ON public.gotv_absentlist USING btree (uploaded_by_id);
CREATE INDEX gotv_absentrow_absent_list_id_c2e99364 ON public.gotv_absentrow USING btree (absent_list_id);
CREATE INDEX gotv_absentvote_ended_in_id_80812cf0 ON public.gotv_absentvote USING btree (ended_in_id);
CREATE INDEX gotv_absentvote_listed_in_id_1ecb1ed3 ON public.gotv_absentvote USING btree (listed_in_id);
CREATE INDEX gotv_ballotbox_station_id_fb6465d3 ON public.gotv_ballotbox USING btree (station_id);
CREATE INDEX gotv_boxdistrict_box_id_8d331d54 ON public.gotv_boxdistrict USING btree (box_id);
CREATE INDEX gotv_boxdistrict_district_id_a5a8fb1b ON public.gotv_boxdistrict USING btree (district_id);
CREATE INDEX gotv_boxtotal_election_id_1b6ac6a6 ON public.gotv_boxtotal USING btree (election_id);
CREATE INDEX gotv_boxtotal_entered_by_id_8b1c1a64 ON public.gotv_boxtotal USING btree (entered_by_id);
CREATE INDEX gotv_campaignfigures_district_id_3e82b976 ON public.gotv_campaignfigures USING btree (district_id);
CREATE INDEX gotv_committeeroom_election_id_4ec72d9c ON public.gotv_committeeroom USING btree (election_id);
CREATE INDEX gotv_count_box ON public.gotv_count USING btree (box_id, counted_at DESC) WHERE (invalidated_at IS NULL);
CREATE INDEX gotv_count_election ON public.gotv_count USING btree (election_id, entered_at DESC);
CREATE INDEX gotv_count_place ON public.gotv_count USING btree (election_id, kind, polling_district_id, room_id) WHERE (invalidated_at IS NULL);
CREATE INDEX gotv_driver_election_id_26c76196 ON public.gotv_driver USING btree (election_id);
CREATE INDEX gotv_driver_room_id_3ad74339 ON public.gotv_driver USING btree (room_id);
CREATE INDEX gotv_driver_user_id_38729838 ON public.gotv_driver USING btree (user_id);
CREATE INDEX gotv_election_wards_election_id_34a94c89 ON public.gotv_election_wards USING btree (election_id);
CREATE INDEX gotv_election_wards_ward_id_456b899c ON public.gotv_election_wards USING btree (ward_id);
CREATE INDEX gotv_entry_district ON public.gotv_turnoutentry USING btree (election_id, polling_district_id, typed_at DESC);
CREATE INDEX gotv_entry_elector ON public.gotv_knockupentry USING btree (elector_id);
CREATE INDEX gotv_entry_in_district ON public.gotv_knockupentry USING btree (snapshot_id, polling_district_id) INCLUDE (elector_id, household_id) WHERE (left_at IS NULL);
CREATE INDEX gotv_entry_recorded_for ON public.gotv_knockupentry USING btree (recorded_for);
CREATE INDEX gotv_knock_door ON public.gotv_knock USING btree (election_id, household_id, at DESC) WHERE (undone_at IS NULL);
CREATE INDEX gotv_knock_round_id_391effea ON public.gotv_knock USING btree (round_id);
CREATE INDEX gotv_knock_who ON public.gotv_knock USING btree (election_id, elector_id, at DESC) WHERE (undone_at IS NULL);
CREATE INDEX gotv_knockupsnapshot_election_id_d58d572f ON public.gotv_knockupsnapshot USING btree (election_id);
CREATE INDEX gotv_knockupsnapshot_frozen_by_id_5fa49730 ON public.gotv_knockupsnapshot USING btree (frozen_by_id);
CREATE INDEX gotv_knockupsnapshot_version_id_91361071 ON public.gotv_knockupsnapshot USING btree (version_id);
CREATE INDEX gotv_lift_driver_id_5e7770a9 ON public.gotv_lift USING btree (driver_id);
CREATE INDEX gotv_lift_election ON public.gotv_lift USING btree (election_id, state, from_at);
CREATE INDEX gotv_lift_room_id_76c6caf7 ON public.gotv_lift USING btree (room_id);
CREATE INDEX gotv_mark_device ON public.gotv_votemark USING btree (device_id, marked_at DESC);
CREATE INDEX gotv_mark_election ON public.gotv_votemark USING btree (election_id, received_at DESC);
CREATE INDEX gotv_mark_elector ON public.gotv_votemark USING btree (elector_id, election_id);
CREATE INDEX gotv_mark_suspect ON public.gotv_votemark USING btree (election_id) WHERE (NOT ((suspicion)::text = ''::text));
CREATE INDEX gotv_markcheck_checked_by_id_38915a49 ON public.gotv_markcheck USING btree (checked_by_id);
CREATE INDEX gotv_markedregister_approved_by_id_cbd824f2 ON public.gotv_markedregister USING btree (approved_by_id);
CREATE INDEX gotv_markedregister_council_id_0854a5f7 ON public.gotv_markedregister USING btree (council_id);
CREATE INDEX gotv_markedregister_election_id_bd84b5a3 ON public.gotv_markedregister USING btree (election_id);
CREATE INDEX gotv_markedregister_undone_by_id_a873f06f ON public.gotv_markedregister USING btree (undone_by_id);
CREATE INDEX gotv_markedregister_uploaded_by_id_5e97ad31 ON public.gotv_markedregister USING btree (uploaded_by_id);
CREATE INDEX gotv_markedrow_marked_register_id_15f37fc4 ON public.gotv_markedrow USING btree (marked_register_id);
CREATE INDEX gotv_markvoid_voided_by_id_b58fd27d ON public.gotv_markvoid USING btree (voided_by_id);
CREATE INDEX gotv_paperpack_election_id_52af83fb ON public.gotv_paperpack USING btree (election_id);
CREATE INDEX gotv_paperpack_room_id_d233c96a ON public.gotv_paperpack USING btree (room_id);
CREATE INDEX gotv_pollingstation_districts_pollingdistrict_id_27dbe898 ON public.gotv_pollingstation_districts USING btree (pollingdistrict_id);
CREATE INDEX gotv_pollingstation_districts_pollingstation_id_763e121d ON public.gotv_pollingstation_districts USING btree (pollingstation_id);
CREATE INDEX gotv_pollingstation_election_id_1b6a2071 ON public.gotv_pollingstation USING btree (election_id);
CREATE INDEX gotv_postal_who ON public.gotv_postalanswer USING btree (election_id, elector_id, at DESC) WHERE (undone_at IS NULL);
CREATE INDEX gotv_rehearsal_election_id_8f093526 ON public.gotv_rehearsal USING btree (election_id);
CREATE UNIQUE INDEX gotv_rehearsal_one_at_a_time ON public.gotv_rehearsal USING btree (election_id) WHERE (ended_at IS NULL);
CREATE INDEX gotv_rehearsal_started_by_id_5ea92c09 ON public.gotv_rehearsal USING btree (started_by_id);
CREATE INDEX gotv_roomdistrict_polling_district_id_154b0e0a ON public.gotv_roomdistrict USING btree (polling_district_id);
CREATE INDEX gotv_roomdistrict_room_id_48ddca60 ON public.gotv_roomdistrict USING btree (room_id);
CREATE INDEX gotv_roomofficer_room_id_7ede9250 ON public.gotv_roomofficer USING btree (room_id);
CREATE INDEX gotv_roomofficer_user_id_ad636885 ON public.gotv_roomofficer USING btree (user_id);
CREATE INDEX gotv_round_election_id_9f47a0c3 ON public.gotv_round USING btree (election_id);
CREATE UNIQUE INDEX gotv_round_one_team ON public.gotv_round USING btree (election_id, polling_district_id, road_group_id) NULLS NOT DISTINCT WHERE (ended_at IS NULL);
CREATE INDEX gotv_round_polling_district_id_e3a883d5 ON public.gotv_round USING btree (polling_district_id);
CREATE INDEX gotv_round_road_group_id_6cd51666 ON public.gotv_round USING btree (road_group_id);
CREATE INDEX gotv_round_room_id_36357fb2 ON public.gotv_round USING btree (room_id);
CREATE INDEX gotv_round_runner_id_9505f89b ON public.gotv_round USING btree (runner_id);
CREATE INDEX gotv_sheet_election_id_a12639ff ON public.gotv_sheet USING btree (election_id);
CREATE INDEX gotv_sheet_pack_id_01e219fc ON public.gotv_sheet USING btree (pack_id);
CREATE INDEX gotv_sheet_polling_district_id_825e5b2b ON public.gotv_sheet USING btree (polling_district_id);
CREATE INDEX gotv_sheet_room_id_20362f80 ON public.gotv_sheet USING btree (room_id);
CREATE INDEX gotv_sheet_round_id_472880c4 ON public.gotv_sheet USING btree (round_id);
CREATE INDEX gotv_sheet_station_id_eb45d841 ON public.gotv_sheet USING btree (station_id);
CREATE INDEX gotv_shift_election ON public.gotv_tellershift USING btree (election_id, station_id, starts_at);
CREATE UNIQUE INDEX gotv_snapshot_holds_once ON public.gotv_knockupsnapshot USING btree (election_id) WHERE (replaced_at IS NULL);
CREATE INDEX gotv_stationfile_election_id_79e4a950 ON public.gotv_stationfile USING btree (election_id);
CREATE INDEX gotv_stationfile_settled_by_id_055580e0 ON public.gotv_stationfile USING btree (settled_by_id);
CREATE INDEX gotv_stationfile_uploaded_by_id_d81d175f ON public.gotv_stationfile USING btree (uploaded_by_id);
CREATE INDEX gotv_teller_pass_spoken ON public.gotv_tellerpass USING btree (spoken_finder) WHERE (NOT ((spoken_finder)::text = ''::text));
CREATE INDEX gotv_teller_pass_station ON public.gotv_tellerpass USING btree (election_id, station_id);
CREATE INDEX gotv_tellerpass_followed_by_id_34977ae7 ON public.gotv_tellerpass USING btree (followed_by_id);
CREATE INDEX gotv_tellerpass_shift_id_3ad82f12 ON public.gotv_tellerpass USING btree (shift_id);
CREATE INDEX gotv_tellerpass_station_id_e0acfb97 ON public.gotv_tellerpass USING btree (station_id);
CREATE INDEX gotv_tellershift_station_id_fffd76b6 ON public.gotv_tellershift USING btree (station_id);
CREATE INDEX gotv_tellershift_user_id_5e9d8cf2 ON public.gotv_tellershift USING btree (user_id);
CREATE INDEX gotv_turnout_district ON public.gotv_turnoutrecord USING btree (election_id, polling_district_id, state);
CREATE INDEX gotv_turnout_recorded_for ON public.gotv_turnoutrecord USING btree (recorded_for);
CREATE INDEX gotv_turnoutrecord_entry_id_769c003f ON public.gotv_turnoutrecord USING btree (entry_id);
CREATE INDEX gotv_turnoutrecord_marked_register_id_1a589d59 ON public.gotv_turnoutrecord USING btree (marked_register_id);
CREATE INDEX gotv_votemark_station_id_06c94e81 ON public.gotv_votemark USING btree (station_id);
CREATE INDEX guardian_gr_group_i_9e7d12_idx ON public.guardian_groupobjectpermission USING btree (group_id, content_type_id, object_pk);
CREATE INDEX guardian_gr_permiss_83545c_idx ON public.guardian_groupobjectpermission USING btree (permission_id, group_id, content_type_id, object_pk);
CREATE INDEX guardian_groupobjectpermission_content_type_id_7ade36b8 ON public.guardian_groupobjectpermission USING btree (content_type_id);
CREATE INDEX guardian_groupobjectpermission_group_id_4bbbfb62 ON public.guardian_groupobjectpermission USING btree (group_id);
CREATE INDEX guardian_groupobjectpermission_permission_id_36572738 ON public.guardian_groupobjectpermission USING btree (permission_id);
CREATE INDEX guardian_us_permiss_e5749c_idx ON public.guardian_userobjectpermission USING btree (permission_id, user_id, content_type_id, object_pk);
CREATE INDEX guardian_us_user_id_8eae14_idx ON public.guardian_userobjectpermission USING btree (user_id, content_type_id, object_pk);
CREATE INDEX guardian_userobjectpermission_content_type_id_2e892405 ON public.guardian_userobjectpermission USING btree (content_type_id);
CREATE INDEX guardian_userobjectpermission_permission_id_71807bfc ON public.guardian_userobjectpermission USING btree (permission_id);
CREATE INDEX guardian_userobjectpermission_user_id_d5c1e964 ON public.guardian_userobjectpermission USING btree (user_id);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX organise_import_row_member ON public.organise_memberimportrow USING btree (member_id);
CREATE INDEX organise_import_unit ON public.organise_memberimport USING btree (unit_id, uploaded_at DESC);
CREATE INDEX organise_member_branch_id_340ba66e ON public.organise_member USING btree (branch_id);
CREATE UNIQUE INDEX organise_member_email_once ON public.organise_member USING btree (unit_id, lower((email)::text), lower((last_name)::text), lower((first_name)::text)) WHERE (((membership_number)::text = ''::text) AND (NOT ((email)::text = ''::text)));
CREATE INDEX organise_member_name ON public.organise_member USING btree (unit_id, last_name, first_name);
CREATE UNIQUE INDEX organise_member_number_once ON public.organise_member USING btree (unit_id, membership_number) WHERE (NOT ((membership_number)::text = ''::text));
CREATE INDEX organise_memberimport_approved_by_id_def8c477 ON public.organise_memberimport USING btree (approved_by_id);
CREATE INDEX organise_memberimport_uploaded_by_id_6e726762 ON public.organise_memberimport USING btree (uploaded_by_id);
CREATE INDEX organise_memberimportrow_member_import_id_a8594877 ON public.organise_memberimportrow USING btree (member_import_id);
CREATE INDEX roadmap_item_asked_by_id_ec87f716 ON public.roadmap_item USING btree (asked_by_id);
CREATE INDEX roadmap_support_user_id_89bd1840 ON public.roadmap_support USING btree (user_id);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);
CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);
CREATE TRIGGER access_auditday_append_only BEFORE DELETE OR UPDATE ON public.access_auditday FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER access_auditevent_append_only BEFORE DELETE OR UPDATE ON public.access_auditevent FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER access_lessonpass_append_only BEFORE DELETE OR UPDATE ON public.access_lessonpass FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER access_requeststep_append_only BEFORE DELETE OR UPDATE ON public.access_requeststep FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER access_suppression_append_only BEFORE DELETE OR UPDATE ON public.access_suppression FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER access_termssignature_append_only BEFORE DELETE OR UPDATE ON public.access_termssignature FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER canvass_contactevent_append_only BEFORE DELETE OR UPDATE ON public.canvass_contactevent FOR EACH ROW EXECUTE FUNCTION public.canvass_event_keeps();
CREATE TRIGGER gotv_count_kept BEFORE UPDATE ON public.gotv_count FOR EACH ROW EXECUTE FUNCTION public.gotv_refuse_edit('invalidated_by_id', 'invalidated_at', 'invalid_because');
CREATE TRIGGER gotv_districtcounter_changed BEFORE UPDATE ON public.gotv_districtcounter FOR EACH ROW EXECUTE FUNCTION public.gotv_counter_changed();
CREATE TRIGGER gotv_knock_kept BEFORE UPDATE ON public.gotv_knock FOR EACH ROW EXECUTE FUNCTION public.gotv_refuse_edit('undone_at');
CREATE TRIGGER gotv_markcheck_append_only BEFORE DELETE OR UPDATE ON public.gotv_markcheck FOR EACH ROW EXECUTE FUNCTION public.gotv_mark_keeps();
CREATE TRIGGER gotv_markvoid_append_only BEFORE DELETE OR UPDATE ON public.gotv_markvoid FOR EACH ROW EXECUTE FUNCTION public.gotv_mark_keeps();
CREATE TRIGGER gotv_postalanswer_kept BEFORE UPDATE ON public.gotv_postalanswer FOR EACH ROW EXECUTE FUNCTION public.gotv_refuse_edit('undone_at');
CREATE TRIGGER gotv_votemark_append_only BEFORE DELETE OR UPDATE ON public.gotv_votemark FOR EACH ROW EXECUTE FUNCTION public.gotv_mark_keeps();
ALTER TABLE ONLY public.access_absence
    ADD CONSTRAINT access_absence_deputy_grant_id_2c8b1bf6_fk_access_grant_id FOREIGN KEY (deputy_grant_id) REFERENCES public.access_grant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_absence
    ADD CONSTRAINT access_absence_unit_id_7eb99d21_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_absence
    ADD CONSTRAINT access_absence_user_id_482573cb_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_decided_by_id_57dbe119_fk_access_user_id FOREIGN KEY (decided_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_grant_id_d23099ae_fk_access_grant_id FOREIGN KEY (grant_id) REFERENCES public.access_grant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_renews_id_4c918f84_fk_access_grant_id FOREIGN KEY (renews_id) REFERENCES public.access_grant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_rests_with_id_0071f482_fk_access_unit_id FOREIGN KEY (rests_with_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_tool_id_da0a87ff_fk_access_tool_id FOREIGN KEY (tool_id) REFERENCES public.access_tool(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_unit_id_39046a8e_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_accessrequest
    ADD CONSTRAINT access_accessrequest_user_id_e143fc16_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_decided_at_unit_id_9aa87084_fk_access_unit_id FOREIGN KEY (decided_at_unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_decided_by_id_c1fc5444_fk_access_user_id FOREIGN KEY (decided_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_ended_grant_id_0c2923ce_fk_access_grant_id FOREIGN KEY (ended_grant_id) REFERENCES public.access_grant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_request_id_b5c203cb_fk_access_accessrequest_id FOREIGN KEY (request_id) REFERENCES public.access_accessrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_unit_id_5a69565f_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_appeal
    ADD CONSTRAINT access_appeal_user_id_00b11255_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_daypin
    ADD CONSTRAINT access_daypin_user_id_8cc335f9_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_devicegrant
    ADD CONSTRAINT access_devicegrant_unit_id_18caf109_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_devicegrant
    ADD CONSTRAINT access_devicegrant_user_id_ae6b5e1a_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_factorreset
    ADD CONSTRAINT access_factorreset_asked_by_id_0d10ffc0_fk_access_user_id FOREIGN KEY (asked_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_factorreset
    ADD CONSTRAINT access_factorreset_called_off_by_id_2d530d57_fk_access_user_id FOREIGN KEY (called_off_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_factorreset
    ADD CONSTRAINT access_factorreset_unit_id_89f8a845_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_factorreset
    ADD CONSTRAINT access_factorreset_user_id_27278208_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_done_by_id_6131989e_fk_access_user_id FOREIGN KEY (done_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_ended_by_id_a4c97497_fk_access_user_id FOREIGN KEY (ended_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_granted_by_id_f9615f28_fk_access_user_id FOREIGN KEY (granted_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_notice_by_id_0818c8ad_fk_access_user_id FOREIGN KEY (notice_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_taken_back_by_id_fbe7b958_fk_access_user_id FOREIGN KEY (taken_back_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_term_id_db95e38b_fk_access_officeterm_id FOREIGN KEY (term_id) REFERENCES public.access_officeterm(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_tool_id_5ded2a05_fk_access_tool_id FOREIGN KEY (tool_id) REFERENCES public.access_tool(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_unit_id_539d2431_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_user_id_d8a84bc9_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_lessonpass
    ADD CONSTRAINT access_lessonpass_user_id_4811e029_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_office
    ADD CONSTRAINT access_office_unit_id_d99b1e87_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_officeterm
    ADD CONSTRAINT access_officeterm_made_by_id_1f4be86e_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_officeterm
    ADD CONSTRAINT access_officeterm_office_id_6f2b6886_fk_access_office_id FOREIGN KEY (office_id) REFERENCES public.access_office(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_officeterm
    ADD CONSTRAINT access_officeterm_unit_id_716006e1_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_officeterm
    ADD CONSTRAINT access_officeterm_user_id_c7fee362_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_outboxmessage
    ADD CONSTRAINT access_outboxmessage_unit_id_2e5d2ebf_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_requeststep
    ADD CONSTRAINT access_requeststep_by_id_a763081f_fk_access_user_id FOREIGN KEY (by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_requeststep
    ADD CONSTRAINT access_requeststep_request_id_1e5ccaba_fk_access_ac FOREIGN KEY (request_id) REFERENCES public.access_accessrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_requeststep
    ADD CONSTRAINT access_requeststep_unit_id_29c302eb_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_share
    ADD CONSTRAINT access_share_content_type_id_c0631883_fk_django_content_type_id FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_share
    ADD CONSTRAINT access_share_permission_id_1fda0c4a_fk_auth_permission_id FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_share
    ADD CONSTRAINT access_share_shared_by_id_4e08c8d0_fk_access_user_id FOREIGN KEY (shared_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_share
    ADD CONSTRAINT access_share_unit_id_ea591b4e_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_share
    ADD CONSTRAINT access_share_user_id_451185fe_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_termssignature
    ADD CONSTRAINT access_termssignature_user_id_7f557621_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.access_unit
    ADD CONSTRAINT access_unit_parent_id_48f46edf_fk_access_unit_id FOREIGN KEY (parent_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_approach
    ADD CONSTRAINT canvass_approach_unit_id_e19eedef_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_board
    ADD CONSTRAINT canvass_board_closed_by_id_85585999_fk_access_user_id FOREIGN KEY (closed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_board
    ADD CONSTRAINT canvass_board_made_by_id_daa0f66b_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_board
    ADD CONSTRAINT canvass_board_session_id_b398b2fc_fk_canvass_canvasssession_id FOREIGN KEY (session_id) REFERENCES public.canvass_canvasssession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_board
    ADD CONSTRAINT canvass_board_target_list_id_64502fa7_fk_canvass_targetlist_id FOREIGN KEY (target_list_id) REFERENCES public.canvass_targetlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_board
    ADD CONSTRAINT canvass_board_team_id_bbb9d268_fk_canvass_team_id FOREIGN KEY (team_id) REFERENCES public.canvass_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_board
    ADD CONSTRAINT canvass_board_unit_id_385c4956_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boarddoor
    ADD CONSTRAINT canvass_boarddoor_board_id_01f07ce4_fk_canvass_board_id FOREIGN KEY (board_id) REFERENCES public.canvass_board(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boarddoor
    ADD CONSTRAINT canvass_boarddoor_household_id_ced04f96_fk_canvass_household_id FOREIGN KEY (household_id) REFERENCES public.canvass_household(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boarddoor
    ADD CONSTRAINT canvass_boarddoor_unit_id_10757142_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boardpass
    ADD CONSTRAINT canvass_boardpass_handing_id_18971fe3_fk_canvass_handing_id FOREIGN KEY (handing_id) REFERENCES public.canvass_handing(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boardpass
    ADD CONSTRAINT canvass_boardpass_made_by_id_d7701896_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boardpass
    ADD CONSTRAINT canvass_boardpass_unit_id_b7bca935_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boundary
    ADD CONSTRAINT canvass_boundary_unit_id_4f066ba1_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boundaryfile
    ADD CONSTRAINT canvass_boundaryfile_council_id_c4d55d4d_fk_canvass_council_id FOREIGN KEY (council_id) REFERENCES public.canvass_council(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boundaryfile
    ADD CONSTRAINT canvass_boundaryfile_settled_by_id_7c2f87f5_fk_access_user_id FOREIGN KEY (settled_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boundaryfile
    ADD CONSTRAINT canvass_boundaryfile_unit_id_ee42e375_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_boundaryfile
    ADD CONSTRAINT canvass_boundaryfile_uploaded_by_id_a3f77067_fk_access_user_id FOREIGN KEY (uploaded_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_canvasssession
    ADD CONSTRAINT canvass_canvasssessi_survey_id_dab889e0_fk_canvass_s FOREIGN KEY (survey_id) REFERENCES public.canvass_surveyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_canvasssession
    ADD CONSTRAINT canvass_canvasssession_closed_by_id_bf1513f0_fk_access_user_id FOREIGN KEY (closed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_canvasssession
    ADD CONSTRAINT canvass_canvasssession_leader_id_fe369a81_fk_access_user_id FOREIGN KEY (leader_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_canvasssession
    ADD CONSTRAINT canvass_canvasssession_made_by_id_dd2bae30_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_canvasssession
    ADD CONSTRAINT canvass_canvasssession_unit_id_1e077b4a_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_changesample
    ADD CONSTRAINT canvass_changesample_register_import_id_2f95e249_fk_canvass_r FOREIGN KEY (register_import_id) REFERENCES public.canvass_registerimport(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_changesample
    ADD CONSTRAINT canvass_changesample_unit_id_dd3a2eff_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_consentwording
    ADD CONSTRAINT canvass_consentwording_made_by_id_f37f67ee_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_consentwording
    ADD CONSTRAINT canvass_consentwording_unit_id_c0349712_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_contactevent
    ADD CONSTRAINT canvass_contactevent_actor_id_83a919cd_fk_access_user_id FOREIGN KEY (actor_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_coordinatesfile
    ADD CONSTRAINT canvass_coordinatesf_uploaded_by_id_f70277a6_fk_access_us FOREIGN KEY (uploaded_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_coordinatesfile
    ADD CONSTRAINT canvass_coordinatesfile_undone_by_id_f66579d9_fk_access_user_id FOREIGN KEY (undone_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_coordinatesfile
    ADD CONSTRAINT canvass_coordinatesfile_unit_id_aa74ea15_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_council
    ADD CONSTRAINT canvass_council_unit_id_c253c14b_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_districtward
    ADD CONSTRAINT canvass_districtward_district_id_0e2f8d03_fk_canvass_p FOREIGN KEY (district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_districtward
    ADD CONSTRAINT canvass_districtward_unit_id_79988dfe_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_districtward
    ADD CONSTRAINT canvass_districtward_ward_id_75e59bf4_fk_canvass_ward_id FOREIGN KEY (ward_id) REFERENCES public.canvass_ward(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doorflag
    ADD CONSTRAINT canvass_doorflag_flagged_by_id_d0f774b5_fk_access_user_id FOREIGN KEY (flagged_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doorflag
    ADD CONSTRAINT canvass_doorflag_lifted_by_id_cfb5b961_fk_access_user_id FOREIGN KEY (lifted_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doorflag
    ADD CONSTRAINT canvass_doorflag_unit_id_758ec631_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doorstepconsent
    ADD CONSTRAINT canvass_doorstepcons_wording_id_7ea99f49_fk_canvass_c FOREIGN KEY (wording_id) REFERENCES public.canvass_consentwording(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doorstepconsent
    ADD CONSTRAINT canvass_doorstepconsent_taken_by_id_bf3e9840_fk_access_user_id FOREIGN KEY (taken_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doorstepconsent
    ADD CONSTRAINT canvass_doorstepconsent_unit_id_8635066c_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doubtfulmatch
    ADD CONSTRAINT canvass_doubtfulmatch_decided_by_id_73e0913f_fk_access_user_id FOREIGN KEY (decided_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_doubtfulmatch
    ADD CONSTRAINT canvass_doubtfulmatch_unit_id_9bcf6494_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_found
    ADD CONSTRAINT canvass_found_decided_by_id_ddfb4a00_fk_access_user_id FOREIGN KEY (decided_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_found
    ADD CONSTRAINT canvass_found_found_by_id_3eb6e4e6_fk_access_user_id FOREIGN KEY (found_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_found
    ADD CONSTRAINT canvass_found_street_id_1ea42882_fk_canvass_street_id FOREIGN KEY (street_id) REFERENCES public.canvass_street(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_found
    ADD CONSTRAINT canvass_found_unit_id_3f048a4e_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_handing
    ADD CONSTRAINT canvass_handing_board_id_54071ac4_fk_canvass_board_id FOREIGN KEY (board_id) REFERENCES public.canvass_board(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_handing
    ADD CONSTRAINT canvass_handing_handed_by_id_cecaa6c6_fk_access_user_id FOREIGN KEY (handed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_handing
    ADD CONSTRAINT canvass_handing_unit_id_bdb3c4a9_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_handing
    ADD CONSTRAINT canvass_handing_user_id_ef428dd1_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_householdhold
    ADD CONSTRAINT canvass_householdhold_board_id_6eb30d5f_fk_canvass_board_id FOREIGN KEY (board_id) REFERENCES public.canvass_board(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_householdhold
    ADD CONSTRAINT canvass_householdhold_unit_id_84c298eb_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_issueraised
    ADD CONSTRAINT canvass_issueraised_unit_id_81aaee3b_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_issuetopic
    ADD CONSTRAINT canvass_issuetopic_made_by_id_f5a51769_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_issuetopic
    ADD CONSTRAINT canvass_issuetopic_unit_id_6bb4b389_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_issuetopic
    ADD CONSTRAINT canvass_issuetopic_ward_id_778b67ed_fk_canvass_ward_id FOREIGN KEY (ward_id) REFERENCES public.canvass_ward(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_joined
    ADD CONSTRAINT canvass_joined_session_id_ba922149_fk_canvass_canvasssession_id FOREIGN KEY (session_id) REFERENCES public.canvass_canvasssession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_joined
    ADD CONSTRAINT canvass_joined_team_id_5074d0ca_fk_canvass_team_id FOREIGN KEY (team_id) REFERENCES public.canvass_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_joined
    ADD CONSTRAINT canvass_joined_unit_id_d28cd559_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_joined
    ADD CONSTRAINT canvass_joined_user_id_a13c03d5_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_joined
    ADD CONSTRAINT canvass_joined_vouched_by_id_26dd8a5a_fk_access_user_id FOREIGN KEY (vouched_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_keptobjection
    ADD CONSTRAINT canvass_keptobjection_unit_id_f0196b13_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_latestcontact
    ADD CONSTRAINT canvass_latestcontact_unit_id_a6921dec_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_latestvisit
    ADD CONSTRAINT canvass_latestvisit_unit_id_0815e77c_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_layoutmapping
    ADD CONSTRAINT canvass_layoutmapping_council_id_ddc39e97_fk_canvass_council_id FOREIGN KEY (council_id) REFERENCES public.canvass_council(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_layoutmapping
    ADD CONSTRAINT canvass_layoutmapping_made_by_id_18eda377_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_layoutmapping
    ADD CONSTRAINT canvass_layoutmapping_unit_id_5262fdde_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_letterscheme
    ADD CONSTRAINT canvass_letterscheme_made_by_id_a99100f8_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_letterscheme
    ADD CONSTRAINT canvass_letterscheme_unit_id_fb170861_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_listed
    ADD CONSTRAINT canvass_listed_unit_id_de3b3f0f_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_newcomer
    ADD CONSTRAINT canvass_newcomer_decided_by_id_f32bc81e_fk_access_user_id FOREIGN KEY (decided_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_newcomer
    ADD CONSTRAINT canvass_newcomer_session_id_1862da91_fk_canvass_c FOREIGN KEY (session_id) REFERENCES public.canvass_canvasssession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_newcomer
    ADD CONSTRAINT canvass_newcomer_unit_id_8417a921_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_newcomer
    ADD CONSTRAINT canvass_newcomer_user_id_16ae69ef_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_nocontact
    ADD CONSTRAINT canvass_nocontact_noted_by_id_39f27a44_fk_access_user_id FOREIGN KEY (noted_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_nocontact
    ADD CONSTRAINT canvass_nocontact_unit_id_f8a9cb42_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_placeddoor
    ADD CONSTRAINT canvass_placeddoor_file_id_83f39198_fk_canvass_c FOREIGN KEY (file_id) REFERENCES public.canvass_coordinatesfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_placeddoor
    ADD CONSTRAINT canvass_placeddoor_unit_id_d6cc5791_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_pollingdistrict
    ADD CONSTRAINT canvass_pollingdistr_council_id_8f87c4ca_fk_canvass_c FOREIGN KEY (council_id) REFERENCES public.canvass_council(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_pollingdistrict
    ADD CONSTRAINT canvass_pollingdistrict_unit_id_b9e21731_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_pollingdistrict
    ADD CONSTRAINT canvass_pollingdistrict_ward_id_6e7ee8e6_fk_canvass_ward_id FOREIGN KEY (ward_id) REFERENCES public.canvass_ward(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_purgereport
    ADD CONSTRAINT canvass_purgereport_by_id_b32af899_fk_access_user_id FOREIGN KEY (by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_purgereport
    ADD CONSTRAINT canvass_purgereport_unit_id_293d6e85_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_qualityfigure
    ADD CONSTRAINT canvass_qualityfigur_district_id_8e3bd4dc_fk_canvass_p FOREIGN KEY (district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_qualityfigure
    ADD CONSTRAINT canvass_qualityfigure_unit_id_40f487f2_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_recall
    ADD CONSTRAINT canvass_recall_unit_id_71e01b4b_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registeredition
    ADD CONSTRAINT canvass_registeredit_council_id_87c78100_fk_canvass_c FOREIGN KEY (council_id) REFERENCES public.canvass_council(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registeredition
    ADD CONSTRAINT canvass_registeredition_unit_id_52f2c11e_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimpo_approved_by_id_9c493c67_fk_access_us FOREIGN KEY (approved_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimpo_confirmed_by_id_ec3da17c_fk_access_us FOREIGN KEY (confirmed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimpo_council_id_1b19a706_fk_canvass_c FOREIGN KEY (council_id) REFERENCES public.canvass_council(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimpo_edition_id_589d2954_fk_canvass_r FOREIGN KEY (edition_id) REFERENCES public.canvass_registeredition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimpo_mapping_id_9ef83814_fk_canvass_l FOREIGN KEY (mapping_id) REFERENCES public.canvass_layoutmapping(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimpo_uploaded_by_id_a88aad4e_fk_access_us FOREIGN KEY (uploaded_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimport_undone_by_id_141e2bd5_fk_access_user_id FOREIGN KEY (undone_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_registerimport
    ADD CONSTRAINT canvass_registerimport_unit_id_b295ae85_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_rejectedrow
    ADD CONSTRAINT canvass_rejectedrow_register_import_id_b6fe0f1a_fk_canvass_r FOREIGN KEY (register_import_id) REFERENCES public.canvass_registerimport(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_rejectedrow
    ADD CONSTRAINT canvass_rejectedrow_unit_id_f8afc3a3_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_roadgroup
    ADD CONSTRAINT canvass_roadgroup_unit_id_7972da9a_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_roadgroup
    ADD CONSTRAINT canvass_roadgroup_ward_id_960dc71c_fk_canvass_ward_id FOREIGN KEY (ward_id) REFERENCES public.canvass_ward(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_roadgroupstreet
    ADD CONSTRAINT canvass_roadgroupstr_district_id_ef93ad9a_fk_canvass_p FOREIGN KEY (district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_roadgroupstreet
    ADD CONSTRAINT canvass_roadgroupstr_road_group_id_7f2a607a_fk_canvass_r FOREIGN KEY (road_group_id) REFERENCES public.canvass_roadgroup(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_roadgroupstreet
    ADD CONSTRAINT canvass_roadgroupstreet_street_id_386c4d95_fk_canvass_street_id FOREIGN KEY (street_id) REFERENCES public.canvass_street(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_roadgroupstreet
    ADD CONSTRAINT canvass_roadgroupstreet_unit_id_6f207ef9_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_searchstate
    ADD CONSTRAINT canvass_searchstate_unit_id_b9df07b8_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_searchword
    ADD CONSTRAINT canvass_searchword_unit_id_507934ca_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_street
    ADD CONSTRAINT canvass_street_unit_id_04c17725_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_streetorder
    ADD CONSTRAINT canvass_streetorder_made_by_id_0f4fad01_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_streetorder
    ADD CONSTRAINT canvass_streetorder_polling_district_id_f9524005_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_streetorder
    ADD CONSTRAINT canvass_streetorder_street_id_db45e65a_fk_canvass_street_id FOREIGN KEY (street_id) REFERENCES public.canvass_street(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_streetorder
    ADD CONSTRAINT canvass_streetorder_unit_id_88b9c666_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_survey
    ADD CONSTRAINT canvass_survey_archived_by_id_b53715cb_fk_access_user_id FOREIGN KEY (archived_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_survey
    ADD CONSTRAINT canvass_survey_made_by_id_a52759a7_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_survey
    ADD CONSTRAINT canvass_survey_unit_id_6ca07059_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_surveyanswer
    ADD CONSTRAINT canvass_surveyanswer_unit_id_d3b9871d_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_surveyanswer
    ADD CONSTRAINT canvass_surveyanswer_version_id_d9a718b7_fk_canvass_s FOREIGN KEY (version_id) REFERENCES public.canvass_surveyversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_surveyversion
    ADD CONSTRAINT canvass_surveyversion_made_by_id_ede09d4c_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_surveyversion
    ADD CONSTRAINT canvass_surveyversion_survey_id_04e9b936_fk_canvass_survey_id FOREIGN KEY (survey_id) REFERENCES public.canvass_survey(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_surveyversion
    ADD CONSTRAINT canvass_surveyversion_unit_id_74cbfee9_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_syncbatch
    ADD CONSTRAINT canvass_syncbatch_device_id_cd877b00_fk_access_devicegrant_id FOREIGN KEY (device_id) REFERENCES public.access_devicegrant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_syncbatch
    ADD CONSTRAINT canvass_syncbatch_unit_id_32be0fac_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetlist
    ADD CONSTRAINT canvass_targetlist_closed_by_id_cc80a21d_fk_access_user_id FOREIGN KEY (closed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetlist
    ADD CONSTRAINT canvass_targetlist_made_by_id_4612db50_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetlist
    ADD CONSTRAINT canvass_targetlist_unit_id_711c009b_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetlist
    ADD CONSTRAINT canvass_targetlist_version_id_ae3a40de_fk_canvass_t FOREIGN KEY (version_id) REFERENCES public.canvass_targetruleversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetrule
    ADD CONSTRAINT canvass_targetrule_archived_by_id_3d6a85a6_fk_access_user_id FOREIGN KEY (archived_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetrule
    ADD CONSTRAINT canvass_targetrule_made_by_id_db8dbf0a_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetrule
    ADD CONSTRAINT canvass_targetrule_unit_id_7cf49c1a_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetruleversion
    ADD CONSTRAINT canvass_targetruleve_rule_id_675ac742_fk_canvass_t FOREIGN KEY (rule_id) REFERENCES public.canvass_targetrule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetruleversion
    ADD CONSTRAINT canvass_targetruleversion_made_by_id_369f06de_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_targetruleversion
    ADD CONSTRAINT canvass_targetruleversion_unit_id_04a1329f_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_team
    ADD CONSTRAINT canvass_team_session_id_07671d84_fk_canvass_canvasssession_id FOREIGN KEY (session_id) REFERENCES public.canvass_canvasssession(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_team
    ADD CONSTRAINT canvass_team_unit_id_b05f3583_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.canvass_ward
    ADD CONSTRAINT canvass_ward_unit_id_9ca1ec73_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentlist
    ADD CONSTRAINT gotv_absentlist_approved_by_id_49112e3f_fk_access_user_id FOREIGN KEY (approved_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentlist
    ADD CONSTRAINT gotv_absentlist_council_id_edfd238a_fk_canvass_council_id FOREIGN KEY (council_id) REFERENCES public.canvass_council(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentlist
    ADD CONSTRAINT gotv_absentlist_election_id_d407d829_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentlist
    ADD CONSTRAINT gotv_absentlist_undone_by_id_d3b08ed1_fk_access_user_id FOREIGN KEY (undone_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentlist
    ADD CONSTRAINT gotv_absentlist_unit_id_33ea1a50_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentlist
    ADD CONSTRAINT gotv_absentlist_uploaded_by_id_d6b22fb0_fk_access_user_id FOREIGN KEY (uploaded_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentrow
    ADD CONSTRAINT gotv_absentrow_absent_list_id_c2e99364_fk_gotv_absentlist_id FOREIGN KEY (absent_list_id) REFERENCES public.gotv_absentlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentrow
    ADD CONSTRAINT gotv_absentrow_unit_id_362df3b9_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentvote
    ADD CONSTRAINT gotv_absentvote_added_by_id_e6210ffa_fk_access_user_id FOREIGN KEY (added_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentvote
    ADD CONSTRAINT gotv_absentvote_election_id_8ab5171a_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentvote
    ADD CONSTRAINT gotv_absentvote_ended_by_id_75fa979a_fk_access_user_id FOREIGN KEY (ended_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentvote
    ADD CONSTRAINT gotv_absentvote_ended_in_id_80812cf0_fk_gotv_absentlist_id FOREIGN KEY (ended_in_id) REFERENCES public.gotv_absentlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentvote
    ADD CONSTRAINT gotv_absentvote_listed_in_id_1ecb1ed3_fk_gotv_absentlist_id FOREIGN KEY (listed_in_id) REFERENCES public.gotv_absentlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_absentvote
    ADD CONSTRAINT gotv_absentvote_unit_id_d66c8cec_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_ballotbox
    ADD CONSTRAINT gotv_ballotbox_station_id_fb6465d3_fk_gotv_pollingstation_id FOREIGN KEY (station_id) REFERENCES public.gotv_pollingstation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_ballotbox
    ADD CONSTRAINT gotv_ballotbox_unit_id_f27116aa_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_boxdistrict
    ADD CONSTRAINT gotv_boxdistrict_box_id_8d331d54_fk_gotv_ballotbox_id FOREIGN KEY (box_id) REFERENCES public.gotv_ballotbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_boxdistrict
    ADD CONSTRAINT gotv_boxdistrict_district_id_a5a8fb1b_fk_canvass_p FOREIGN KEY (district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_boxdistrict
    ADD CONSTRAINT gotv_boxdistrict_unit_id_ed52d374_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_boxtotal
    ADD CONSTRAINT gotv_boxtotal_box_id_345b35c8_fk_gotv_ballotbox_id FOREIGN KEY (box_id) REFERENCES public.gotv_ballotbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_boxtotal
    ADD CONSTRAINT gotv_boxtotal_election_id_1b6ac6a6_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_boxtotal
    ADD CONSTRAINT gotv_boxtotal_entered_by_id_8b1c1a64_fk_access_user_id FOREIGN KEY (entered_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_boxtotal
    ADD CONSTRAINT gotv_boxtotal_unit_id_7e76a839_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_campaignfigures
    ADD CONSTRAINT gotv_campaignfigures_district_id_3e82b976_fk_canvass_p FOREIGN KEY (district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_campaignfigures
    ADD CONSTRAINT gotv_campaignfigures_unit_id_97b9a143_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_committeeroom
    ADD CONSTRAINT gotv_committeeroom_election_id_4ec72d9c_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_committeeroom
    ADD CONSTRAINT gotv_committeeroom_unit_id_bf2ea5c6_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_box_id_7c0af199_fk_gotv_ballotbox_id FOREIGN KEY (box_id) REFERENCES public.gotv_ballotbox(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_device_id_4a968854_fk_access_devicegrant_id FOREIGN KEY (device_id) REFERENCES public.access_devicegrant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_election_id_8c38d2de_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_entered_by_id_d8bba1e5_fk_access_user_id FOREIGN KEY (entered_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_invalidated_by_id_e6991ea3_fk_access_user_id FOREIGN KEY (invalidated_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_polling_district_id_96a00535_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_room_id_f2149ec4_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_count
    ADD CONSTRAINT gotv_count_unit_id_03aff777_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_dayreport
    ADD CONSTRAINT gotv_dayreport_election_id_da0e2801_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_dayreport
    ADD CONSTRAINT gotv_dayreport_unit_id_7117ee33_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_districtcounter
    ADD CONSTRAINT gotv_districtcounter_election_id_474b5083_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_districtcounter
    ADD CONSTRAINT gotv_districtcounter_polling_district_id_458945fc_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_districtcounter
    ADD CONSTRAINT gotv_districtcounter_unit_id_063d3d6e_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_districttally
    ADD CONSTRAINT gotv_districttally_election_id_09a16785_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_districttally
    ADD CONSTRAINT gotv_districttally_polling_district_id_3d09cc91_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_districttally
    ADD CONSTRAINT gotv_districttally_unit_id_cbc130b5_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_driver
    ADD CONSTRAINT gotv_driver_election_id_26c76196_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_driver
    ADD CONSTRAINT gotv_driver_room_id_3ad74339_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_driver
    ADD CONSTRAINT gotv_driver_unit_id_1003d67d_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_driver
    ADD CONSTRAINT gotv_driver_user_id_38729838_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_election
    ADD CONSTRAINT gotv_election_unit_id_bffa3e10_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_election_wards
    ADD CONSTRAINT gotv_election_wards_election_id_34a94c89_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_election_wards
    ADD CONSTRAINT gotv_election_wards_ward_id_456b899c_fk_canvass_ward_id FOREIGN KEY (ward_id) REFERENCES public.canvass_ward(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_franchiserule
    ADD CONSTRAINT gotv_franchiserule_election_id_fd7b505c_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_franchiserule
    ADD CONSTRAINT gotv_franchiserule_unit_id_9508c384_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knock
    ADD CONSTRAINT gotv_knock_actor_id_c5d327a7_fk_access_user_id FOREIGN KEY (actor_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knock
    ADD CONSTRAINT gotv_knock_device_id_22d4906a_fk_access_devicegrant_id FOREIGN KEY (device_id) REFERENCES public.access_devicegrant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knock
    ADD CONSTRAINT gotv_knock_election_id_e66ec9bc_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knock
    ADD CONSTRAINT gotv_knock_round_id_391effea_fk_gotv_round_id FOREIGN KEY (round_id) REFERENCES public.gotv_round(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knock
    ADD CONSTRAINT gotv_knock_unit_id_1db691e1_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knockupentry
    ADD CONSTRAINT gotv_knockupentry_unit_id_548bddde_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knockupsnapshot
    ADD CONSTRAINT gotv_knockupsnapshot_election_id_d58d572f_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knockupsnapshot
    ADD CONSTRAINT gotv_knockupsnapshot_frozen_by_id_5fa49730_fk_access_user_id FOREIGN KEY (frozen_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knockupsnapshot
    ADD CONSTRAINT gotv_knockupsnapshot_unit_id_7255a789_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_knockupsnapshot
    ADD CONSTRAINT gotv_knockupsnapshot_version_id_91361071_fk_canvass_t FOREIGN KEY (version_id) REFERENCES public.canvass_targetruleversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_lift
    ADD CONSTRAINT gotv_lift_asked_by_id_ef4ba052_fk_access_user_id FOREIGN KEY (asked_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_lift
    ADD CONSTRAINT gotv_lift_driver_id_5e7770a9_fk_gotv_driver_id FOREIGN KEY (driver_id) REFERENCES public.gotv_driver(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_lift
    ADD CONSTRAINT gotv_lift_election_id_5239eaf5_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_lift
    ADD CONSTRAINT gotv_lift_room_id_76c6caf7_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_lift
    ADD CONSTRAINT gotv_lift_settled_by_id_4be8c54b_fk_access_user_id FOREIGN KEY (settled_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_lift
    ADD CONSTRAINT gotv_lift_unit_id_75d10fbb_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markcheck
    ADD CONSTRAINT gotv_markcheck_checked_by_id_38915a49_fk_access_user_id FOREIGN KEY (checked_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markcheck
    ADD CONSTRAINT gotv_markcheck_mark_id_5541e1d0_fk_gotv_votemark_id FOREIGN KEY (mark_id) REFERENCES public.gotv_votemark(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markcheck
    ADD CONSTRAINT gotv_markcheck_unit_id_6b736c66_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedregister
    ADD CONSTRAINT gotv_markedregister_approved_by_id_cbd824f2_fk_access_user_id FOREIGN KEY (approved_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedregister
    ADD CONSTRAINT gotv_markedregister_council_id_0854a5f7_fk_canvass_council_id FOREIGN KEY (council_id) REFERENCES public.canvass_council(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedregister
    ADD CONSTRAINT gotv_markedregister_election_id_bd84b5a3_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedregister
    ADD CONSTRAINT gotv_markedregister_undone_by_id_a873f06f_fk_access_user_id FOREIGN KEY (undone_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedregister
    ADD CONSTRAINT gotv_markedregister_unit_id_decac2be_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedregister
    ADD CONSTRAINT gotv_markedregister_uploaded_by_id_5e97ad31_fk_access_user_id FOREIGN KEY (uploaded_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedrow
    ADD CONSTRAINT gotv_markedrow_marked_register_id_15f37fc4_fk_gotv_mark FOREIGN KEY (marked_register_id) REFERENCES public.gotv_markedregister(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markedrow
    ADD CONSTRAINT gotv_markedrow_unit_id_239b5af2_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markvoid
    ADD CONSTRAINT gotv_markvoid_mark_id_0c09f015_fk_gotv_votemark_id FOREIGN KEY (mark_id) REFERENCES public.gotv_votemark(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markvoid
    ADD CONSTRAINT gotv_markvoid_unit_id_38dd5a44_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_markvoid
    ADD CONSTRAINT gotv_markvoid_voided_by_id_b58fd27d_fk_access_user_id FOREIGN KEY (voided_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_paperpack
    ADD CONSTRAINT gotv_paperpack_election_id_52af83fb_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_paperpack
    ADD CONSTRAINT gotv_paperpack_fetched_by_id_1c5b1e01_fk_access_user_id FOREIGN KEY (fetched_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_paperpack
    ADD CONSTRAINT gotv_paperpack_room_id_d233c96a_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_paperpack
    ADD CONSTRAINT gotv_paperpack_unit_id_bf2ab142_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_pollingstation_districts
    ADD CONSTRAINT gotv_pollingstation__pollingdistrict_id_27dbe898_fk_canvass_p FOREIGN KEY (pollingdistrict_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_pollingstation_districts
    ADD CONSTRAINT gotv_pollingstation__pollingstation_id_763e121d_fk_gotv_poll FOREIGN KEY (pollingstation_id) REFERENCES public.gotv_pollingstation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_pollingstation
    ADD CONSTRAINT gotv_pollingstation_election_id_1b6a2071_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_pollingstation
    ADD CONSTRAINT gotv_pollingstation_unit_id_317eef0e_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_postalanswer
    ADD CONSTRAINT gotv_postalanswer_actor_id_251018d1_fk_access_user_id FOREIGN KEY (actor_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_postalanswer
    ADD CONSTRAINT gotv_postalanswer_device_id_a1c73b9f_fk_access_devicegrant_id FOREIGN KEY (device_id) REFERENCES public.access_devicegrant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_postalanswer
    ADD CONSTRAINT gotv_postalanswer_election_id_3ba930a3_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_postalanswer
    ADD CONSTRAINT gotv_postalanswer_unit_id_50c5ef68_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_rehearsal
    ADD CONSTRAINT gotv_rehearsal_election_id_8f093526_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_rehearsal
    ADD CONSTRAINT gotv_rehearsal_started_by_id_5ea92c09_fk_access_user_id FOREIGN KEY (started_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_rehearsal
    ADD CONSTRAINT gotv_rehearsal_unit_id_978653f9_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_roomdistrict
    ADD CONSTRAINT gotv_roomdistrict_election_id_7f84bf45_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_roomdistrict
    ADD CONSTRAINT gotv_roomdistrict_polling_district_id_154b0e0a_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_roomdistrict
    ADD CONSTRAINT gotv_roomdistrict_room_id_48ddca60_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_roomdistrict
    ADD CONSTRAINT gotv_roomdistrict_unit_id_5358c2ac_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_roomofficer
    ADD CONSTRAINT gotv_roomofficer_room_id_7ede9250_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_roomofficer
    ADD CONSTRAINT gotv_roomofficer_unit_id_0832d975_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_roomofficer
    ADD CONSTRAINT gotv_roomofficer_user_id_ad636885_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_begun_by_id_eb2fbaef_fk_access_user_id FOREIGN KEY (begun_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_election_id_9f47a0c3_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_ended_by_id_f5d52f0c_fk_access_user_id FOREIGN KEY (ended_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_polling_district_id_e3a883d5_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_road_group_id_6cd51666_fk_canvass_roadgroup_id FOREIGN KEY (road_group_id) REFERENCES public.canvass_roadgroup(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_room_id_36357fb2_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_runner_id_9505f89b_fk_access_user_id FOREIGN KEY (runner_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_round
    ADD CONSTRAINT gotv_round_unit_id_1ab91cee_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_election_id_a12639ff_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_made_by_id_014061c3_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_pack_id_01e219fc_fk_gotv_paperpack_id FOREIGN KEY (pack_id) REFERENCES public.gotv_paperpack(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_polling_district_id_825e5b2b_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_room_id_20362f80_fk_gotv_committeeroom_id FOREIGN KEY (room_id) REFERENCES public.gotv_committeeroom(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_round_id_472880c4_fk_gotv_round_id FOREIGN KEY (round_id) REFERENCES public.gotv_round(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_station_id_eb45d841_fk_gotv_pollingstation_id FOREIGN KEY (station_id) REFERENCES public.gotv_pollingstation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_typed_by_id_e6646a9d_fk_access_user_id FOREIGN KEY (typed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_sheet
    ADD CONSTRAINT gotv_sheet_unit_id_5a191be8_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_stationfile
    ADD CONSTRAINT gotv_stationfile_election_id_79e4a950_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_stationfile
    ADD CONSTRAINT gotv_stationfile_settled_by_id_055580e0_fk_access_user_id FOREIGN KEY (settled_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_stationfile
    ADD CONSTRAINT gotv_stationfile_unit_id_6df59111_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_stationfile
    ADD CONSTRAINT gotv_stationfile_uploaded_by_id_d81d175f_fk_access_user_id FOREIGN KEY (uploaded_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_election_id_b8b20628_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_followed_by_id_34977ae7_fk_gotv_tellerpass_id FOREIGN KEY (followed_by_id) REFERENCES public.gotv_tellerpass(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_grant_id_3edd72ef_fk_access_devicegrant_id FOREIGN KEY (grant_id) REFERENCES public.access_devicegrant(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_made_by_id_9af8b022_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_shift_id_3ad82f12_fk_gotv_tellershift_id FOREIGN KEY (shift_id) REFERENCES public.gotv_tellershift(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_station_id_e0acfb97_fk_gotv_pollingstation_id FOREIGN KEY (station_id) REFERENCES public.gotv_pollingstation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellerpass
    ADD CONSTRAINT gotv_tellerpass_unit_id_d049a5db_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellershift
    ADD CONSTRAINT gotv_tellershift_election_id_794ed293_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellershift
    ADD CONSTRAINT gotv_tellershift_made_by_id_5346aa36_fk_access_user_id FOREIGN KEY (made_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellershift
    ADD CONSTRAINT gotv_tellershift_station_id_fffd76b6_fk_gotv_pollingstation_id FOREIGN KEY (station_id) REFERENCES public.gotv_pollingstation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellershift
    ADD CONSTRAINT gotv_tellershift_unit_id_827acab5_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_tellershift
    ADD CONSTRAINT gotv_tellershift_user_id_5e9d8cf2_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutentry
    ADD CONSTRAINT gotv_turnoutentry_election_id_1e34c77c_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutentry
    ADD CONSTRAINT gotv_turnoutentry_polling_district_id_2a43dc64_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutentry
    ADD CONSTRAINT gotv_turnoutentry_typed_by_id_e7c88fca_fk_access_user_id FOREIGN KEY (typed_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutentry
    ADD CONSTRAINT gotv_turnoutentry_undone_by_id_67bd0242_fk_access_user_id FOREIGN KEY (undone_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutentry
    ADD CONSTRAINT gotv_turnoutentry_unit_id_b6df2824_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutrecord
    ADD CONSTRAINT gotv_turnoutrecord_election_id_1e95221e_fk_gotv_election_id FOREIGN KEY (election_id) REFERENCES public.gotv_election(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutrecord
    ADD CONSTRAINT gotv_turnoutrecord_entry_id_769c003f_fk_gotv_turnoutentry_id FOREIGN KEY (entry_id) REFERENCES public.gotv_turnoutentry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutrecord
    ADD CONSTRAINT gotv_turnoutrecord_marked_register_id_1a589d59_fk_gotv_mark FOREIGN KEY (marked_register_id) REFERENCES public.gotv_markedregister(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutrecord
    ADD CONSTRAINT gotv_turnoutrecord_polling_district_id_a0a0fd66_fk_canvass_p FOREIGN KEY (polling_district_id) REFERENCES public.canvass_pollingdistrict(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_turnoutrecord
    ADD CONSTRAINT gotv_turnoutrecord_unit_id_3ab588b7_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.gotv_votemark
    ADD CONSTRAINT gotv_votemark_actor_id_e3f0b6dd_fk_access_user_id FOREIGN KEY (actor_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_content_type_id_7ade36b8_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_group_id_4bbbfb62_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_permission_id_36572738_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_content_type_id_2e892405_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_permission_id_71807bfc_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_user_id_d5c1e964_fk_access_us FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organise_member
    ADD CONSTRAINT organise_member_branch_id_340ba66e_fk_access_unit_id FOREIGN KEY (branch_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organise_member
    ADD CONSTRAINT organise_member_unit_id_8b543782_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organise_memberimportrow
    ADD CONSTRAINT organise_memberimpor_member_import_id_a8594877_fk_organise_ FOREIGN KEY (member_import_id) REFERENCES public.organise_memberimport(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organise_memberimport
    ADD CONSTRAINT organise_memberimport_approved_by_id_def8c477_fk_access_user_id FOREIGN KEY (approved_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organise_memberimport
    ADD CONSTRAINT organise_memberimport_unit_id_bd9de67e_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organise_memberimport
    ADD CONSTRAINT organise_memberimport_uploaded_by_id_6e726762_fk_access_user_id FOREIGN KEY (uploaded_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organise_memberimportrow
    ADD CONSTRAINT organise_memberimportrow_unit_id_724f67a3_fk_access_unit_id FOREIGN KEY (unit_id) REFERENCES public.access_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.roadmap_item
    ADD CONSTRAINT roadmap_item_asked_by_id_ec87f716_fk_access_user_id FOREIGN KEY (asked_by_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.roadmap_support
    ADD CONSTRAINT roadmap_support_item_id_2e4b39d3_fk_roadmap_item_id FOREIGN KEY (item_id) REFERENCES public.roadmap_item(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.roadmap_support
    ADD CONSTRAINT roadmap_support_user_id_89bd1840_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_access_user_id FOREIGN KEY (user_id) REFERENCES public.access_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.access_absence ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_accessrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_appeal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_auditevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_devicegrant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_factorreset ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_lessonpass ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_office ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_officeterm ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_outboxmessage ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_requeststep ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.access_termssignature ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_adds ON public.access_auditevent FOR INSERT WITH CHECK (true);
CREATE POLICY anybody_adds ON public.access_outboxmessage FOR INSERT WITH CHECK (true);
ALTER TABLE public.canvass_addresslines ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_approach ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_board ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_boarddoor ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_boardpass ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_boundary ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_boundaryfile ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_canvasssession ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_changesample ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_consentwording ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_contactevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_coordinatesfile ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_council ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_districtward ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_doorflag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_doorstepconsent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_doubtfulmatch ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_elector ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_found ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_handing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_household ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_householdhold ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_issueraised ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_issuetopic ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_joined ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_keptobjection ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_latestcontact ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_latestvisit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_layoutmapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_letterscheme ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_listed ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_newcomer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_nocontact ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_pastentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_pasthousehold ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_placeddoor ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_pollingdistrict ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_purgereport ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_qualityfigure ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_recall ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_registeredition ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_registerimport ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_rejectedrow ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_roadgroup ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_roadgroupstreet ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_searchentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_searchstate ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_searchword ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_street ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_streetorder ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_survey ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_surveyanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_surveyversion ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_syncbatch ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_targetlist ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_targetrule ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_targetruleversion ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_team ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.canvass_ward ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_absentlist ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_absentrow ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_absentvote ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_ballotbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_boxdistrict ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_boxtotal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_campaignfigures ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_committeeroom ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_dayreport ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_districtcounter ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_districttally ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_driver ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_election ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_franchiserule ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_knock ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_knockupentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_knockupsnapshot ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_lift ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_markcheck ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_markedregister ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_markedrow ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_markvoid ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_paperpack ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_pollingstation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_postalanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_rehearsal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_roomdistrict ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_roomofficer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_round ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_stationfile ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_tellerpass ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_tellershift ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_turnoutentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_turnoutrecord ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_voted ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.gotv_votemark ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organise_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organise_memberimport ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organise_memberimportrow ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.access_absence FOR SELECT USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_accessrequest FOR SELECT USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_appeal FOR SELECT USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_auditevent FOR SELECT USING ((actor_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_factorreset FOR SELECT USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_grant FOR SELECT USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_lessonpass FOR SELECT USING (((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")) OR (user_id IN ( SELECT g.user_id
   FROM public.access_grant g)) OR (user_id IN ( SELECT r.user_id
   FROM public.access_accessrequest r))));
CREATE POLICY own ON public.access_officeterm FOR SELECT USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_requeststep FOR SELECT USING ((request_id IN ( SELECT r.id
   FROM public.access_accessrequest r
  WHERE (r.user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")))));
CREATE POLICY own ON public.access_share FOR SELECT USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own ON public.access_termssignature FOR SELECT USING (((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")) OR (user_id IN ( SELECT g.user_id
   FROM public.access_grant g)) OR (user_id IN ( SELECT r.user_id
   FROM public.access_accessrequest r))));
CREATE POLICY own_adds ON public.access_accessrequest FOR INSERT WITH CHECK ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own_adds ON public.access_appeal FOR INSERT WITH CHECK ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own_adds ON public.access_lessonpass FOR INSERT WITH CHECK ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own_adds ON public.access_requeststep FOR INSERT WITH CHECK ((request_id IN ( SELECT r.id
   FROM public.access_accessrequest r
  WHERE (r.user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")))));
CREATE POLICY own_adds ON public.access_termssignature FOR INSERT WITH CHECK ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own_changes ON public.access_accessrequest FOR UPDATE USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own_changes ON public.access_appeal FOR UPDATE USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY own_changes ON public.access_factorreset FOR UPDATE USING ((user_id = ( SELECT (NULLIF(current_setting('app.user'::text, true), ''::text))::bigint AS "nullif")));
CREATE POLICY unit ON public.access_absence USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_accessrequest USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_appeal USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_auditevent FOR SELECT USING (((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])) OR ((unit_id IS NULL) AND (0 = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])))));
CREATE POLICY unit ON public.access_devicegrant USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_factorreset USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_grant USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_office USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_officeterm USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_outboxmessage USING (((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])) OR ((unit_id IS NULL) AND (0 = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])))));
CREATE POLICY unit ON public.access_requeststep FOR SELECT USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.access_share USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_addresslines USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_approach USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_board USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_boarddoor USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_boardpass USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_boundary USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_boundaryfile USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_canvasssession USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_changesample USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_consentwording USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_contactevent USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_coordinatesfile USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_council USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_districtward USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_doorflag USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_doorstepconsent USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_doubtfulmatch USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_elector USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_found USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_handing USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_household USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_householdhold USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_issueraised USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_issuetopic USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_joined USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_keptobjection USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_latestcontact USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_latestvisit USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_layoutmapping USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_letterscheme USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_listed USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_newcomer USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_nocontact USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_pastentry USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_pasthousehold USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_placeddoor USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_pollingdistrict USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_purgereport USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_qualityfigure USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_recall USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_registeredition USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_registerimport USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_rejectedrow USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_roadgroup USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_roadgroupstreet USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_searchentry USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_searchstate USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_searchword USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_street USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_streetorder USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_survey USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_surveyanswer USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_surveyversion USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_syncbatch USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_targetlist USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_targetrule USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_targetruleversion USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_team USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.canvass_ward USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_absentlist USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_absentrow USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_absentvote USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_ballotbox USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_boxdistrict USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_boxtotal USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_campaignfigures USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_committeeroom USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_count USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_dayreport USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_districtcounter USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_districttally USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_driver USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_election USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_franchiserule USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_knock USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_knockupentry USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_knockupsnapshot USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_lift USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_markcheck USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_markedregister USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_markedrow USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_markvoid USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_paperpack USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_pollingstation USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_postalanswer USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_rehearsal USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_roomdistrict USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_roomofficer USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_round USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_sheet USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_stationfile USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_tellerpass USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_tellershift USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_turnoutentry USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_turnoutrecord USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_voted USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.gotv_votemark USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.organise_member USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.organise_memberimport USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit ON public.organise_memberimportrow USING ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
CREATE POLICY unit_adds ON public.access_auditevent FOR INSERT WITH CHECK (((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])) OR ((unit_id IS NULL) AND (0 = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])))));
CREATE POLICY unit_adds ON public.access_requeststep FOR INSERT WITH CHECK ((unit_id = ANY (( SELECT
        CASE
            WHEN (current_setting('app.units'::text, true) ~~ '{%'::text) THEN (current_setting('app.units'::text, true))::bigint[]
            ELSE NULL::bigint[]
        END AS "case")::bigint[])));
