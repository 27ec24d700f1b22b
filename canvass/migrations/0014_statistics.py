"""A register that came in a moment ago is counted at once, as autovacuum would a minute later.

Until then PostgreSQL plans every question about it as for the tables that were there before: for empty ones, after the
first import. Counting needs the owner of the tables, so the application's role asks this function.
"""

from django.db import migrations

_COUNT = """
CREATE FUNCTION canvass_count_register() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE public.canvass_pollingdistrict, public.canvass_street, public.canvass_household,
            public.canvass_addresslines, public.canvass_elector, public.canvass_pastentry;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0013_places_before")]

    operations = [migrations.RunSQL(_COUNT, "DROP FUNCTION canvass_count_register()")]
