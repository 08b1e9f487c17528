from django.db import migrations

from tocsin.insights.groups import sync_roles


def make_roles(apps, schema_editor):
    sync_roles()


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0001_initial"),
        ("letters", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="power",
            options={
                "permissions": [
                    ("view_figures", "See the figures of every campaign"),
                    ("view_actions", "See the list of actions, without personal data"),
                    ("view_personal", "See names, addresses and letters"),
                    ("export_actions", "Export actions"),
                    ("end_actions", "Void and withdraw actions"),
                    ("settle_messages", "Decide about messages that need a person"),
                    ("view_audit", "See what staff did"),
                    ("run_letters", "Run open letters: put up, freeze, send"),
                    ("vouch", "Decide who an organization is"),
                ],
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.RunPython(make_roles, migrations.RunPython.noop, elidable=False),
    ]
