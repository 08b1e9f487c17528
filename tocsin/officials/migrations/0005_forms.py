from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("officials", "0004_official"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactForm",
            fields=[
                ("bioguide", models.CharField(max_length=7, primary_key=True, serialize=False)),
                ("url", models.URLField(max_length=500)),
                ("captcha", models.BooleanField(default=False)),
                ("fields", models.JSONField(default=list)),
                ("as_of", models.DateField()),
            ],
        ),
    ]
