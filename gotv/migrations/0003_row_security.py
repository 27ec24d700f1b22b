"""Elections, stations and marks are shown only in a scope on their unit."""

from django.db import migrations

from access.rowsecurity import Protect

PROTECTED = ("districtcounter", "election", "markvoid", "pollingstation", "voted", "votemark")


class Migration(migrations.Migration):
    dependencies = [("access", "0012_row_security"), ("gotv", "0002_append_only")]
    operations = [Protect(f"gotv_{model}") for model in PROTECTED]
