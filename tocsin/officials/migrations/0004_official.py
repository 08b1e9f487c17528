from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("officials", "0003_popolo"),
        ("campaigns", "0003_who"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="FormerContact"),
        migrations.DeleteModel(name="FormerOfficial"),
        migrations.CreateModel(
            name='Official',
            fields=[
            ],
            options={
                'verbose_name': 'official',
                'verbose_name_plural': 'officials',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('people.person',),
        ),
    ]
