from django.db import migrations, models

from tocsin.insights.groups import drop_unused_defaults, sync_roles


def make_roles(apps, schema_editor):
    sync_roles()
    drop_unused_defaults()


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("actions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0001_initial"),
        ("delivery", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="Power",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("view_figures", "See the figures of every campaign"),
                    ("view_actions", "See the list of actions, without personal data"),
                    ("view_personal", "See names, addresses and letters"),
                    ("export_actions", "Export actions"),
                    ("end_actions", "Void and withdraw actions"),
                    ("settle_messages", "Decide about messages that need a person"),
                    ("view_audit", "See what staff did"),
                ],
                "managed": False,
                "default_permissions": (),
            },
        ),
        # The dashboard's and the search's own indexes: partial, so that intake and sending do not pay for them.
        migrations.RunSQL(
            """
            CREATE INDEX insights_message_ended ON delivery_message (state, created_at)
                WHERE state IN ('failed', 'bounced');
            CREATE INDEX insights_submission_ended ON actions_submission (email_hash)
                WHERE state IN ('repeat', 'withdrawn', 'expired');
            CREATE INDEX insights_audit_subject ON core_auditentry (subject, id);
            """,
            "DROP INDEX insights_message_ended; DROP INDEX insights_submission_ended; DROP INDEX insights_audit_subject;",
        ),
        migrations.RunPython(make_roles, migrations.RunPython.noop, elidable=False),
    ]
