from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AddField(
            "boundary", "cells", models.BinaryField(default=b"", help_text="Squares wholly inside, for the index")
        ),
    ]
