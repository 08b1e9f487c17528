from django.db import migrations


class Migration(migrations.Migration):
    """Makes room for the new models of the same names."""

    dependencies = [("officials", "0001_initial"), ("campaigns", "0002_tally_trigger")]

    operations = [
        migrations.RenameModel("Official", "FormerOfficial"),
        migrations.RenameModel("Contact", "FormerContact"),
    ]
