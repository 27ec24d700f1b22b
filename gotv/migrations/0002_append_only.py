"""Vote marks are added and never changed: a wrong one gets a void beside it."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER gotv_votemark_append_only BEFORE UPDATE OR DELETE ON gotv_votemark
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER gotv_markvoid_append_only BEFORE UPDATE OR DELETE ON gotv_markvoid
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
BACK = """
DROP TRIGGER gotv_markvoid_append_only ON gotv_markvoid;
DROP TRIGGER gotv_votemark_append_only ON gotv_votemark;
"""


class Migration(migrations.Migration):
    dependencies = [("gotv", "0001_initial"), ("access", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
