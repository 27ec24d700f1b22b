"""Two roles of polling day: who runs a committee room, and who attends inside a station."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0019_phones_replaced"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessrequest",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("administrator", "Administrator"),
                    ("regional_organiser", "Regional organiser"),
                    ("secretary", "CLP secretary"),
                    ("membership_officer", "Membership officer"),
                    ("campaign_organiser", "Campaign organiser"),
                    ("data_officer", "Data officer"),
                    ("board_runner", "Board runner"),
                    ("canvasser", "Canvasser"),
                    ("committee_room", "Committee room"),
                    ("teller", "Teller"),
                    ("polling_agent", "Polling agent"),
                    ("deputy", "Deputy for access"),
                    ("emergency_reader", "Emergency reader"),
                ],
                max_length=30,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("administrator", "Administrator"),
                    ("regional_organiser", "Regional organiser"),
                    ("secretary", "CLP secretary"),
                    ("membership_officer", "Membership officer"),
                    ("campaign_organiser", "Campaign organiser"),
                    ("data_officer", "Data officer"),
                    ("board_runner", "Board runner"),
                    ("canvasser", "Canvasser"),
                    ("committee_room", "Committee room"),
                    ("teller", "Teller"),
                    ("polling_agent", "Polling agent"),
                    ("deputy", "Deputy for access"),
                    ("emergency_reader", "Emergency reader"),
                ],
                max_length=30,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="office",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("administrator", "Administrator"),
                        ("regional_organiser", "Regional organiser"),
                        ("secretary", "CLP secretary"),
                        ("membership_officer", "Membership officer"),
                        ("campaign_organiser", "Campaign organiser"),
                        ("data_officer", "Data officer"),
                        ("board_runner", "Board runner"),
                        ("canvasser", "Canvasser"),
                        ("committee_room", "Committee room"),
                        ("teller", "Teller"),
                        ("polling_agent", "Polling agent"),
                        ("deputy", "Deputy for access"),
                        ("emergency_reader", "Emergency reader"),
                    ],
                    max_length=30,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
    ]
