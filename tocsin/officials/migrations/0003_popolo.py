import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """An official's record becomes a person, an office and contact details, under the same number."""
    person, membership, contact = (
        apps.get_model(*name) for name in (("people", "Person"), ("officials", "Membership"), ("officials", "ContactDetail"))
    )
    for old in apps.get_model("officials", "FormerOfficial").objects.all():
        person.objects.create(
            id=old.pk, name=old.name, family_name=old.name.split()[-1], slug=old.slug, portrait_id=old.portrait_id
        )
        membership.objects.create(
            person_id=old.pk, role=old.office, salutation=old.salutation, short_name=old.button_name
        )
        for way in apps.get_model("officials", "FormerContact").objects.filter(official_id=old.pk):
            contact.objects.create(
                person_id=old.pk, type=way.kind, value=way.value, note=way.note, checked_at=way.checked_at
            )


NEXT_NUMBER = "SELECT setval(pg_get_serial_sequence('people_person', 'id'), max(id)) FROM people_person"


class Migration(migrations.Migration):

    dependencies = [
        ("officials", "0002_former"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactDetail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(choices=[('email', 'Email'), ('sandbox', 'Sandbox (sends nothing)'), ('voice', 'Phone'), ('fax', 'Fax'), ('address', 'Postal address'), ('webform', 'Web form'), ('cwc', 'Communicating With Congress'), ('url', 'Website'), ('social', 'Social media')], max_length=20, verbose_name='channel')),
                ('value', models.CharField(max_length=320, verbose_name='address')),
                ('label', models.CharField(blank=True, help_text='As in “Washington office”', max_length=60, verbose_name='label')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('checked_at', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('source', models.CharField(blank=True, editable=False, max_length=60)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, help_text='As in “Vice President of the United States”', max_length=200, verbose_name='office')),
                ('rank', models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                ('leads', models.BooleanField(default=False, help_text='Chair, speaker, leader, whip, ranking member', verbose_name='leads it')),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='from')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('salutation', models.CharField(blank=True, help_text='How a letter begins: “Dear Mr. Vice President,”. Empty: by the office', max_length=200, verbose_name='salutation')),
                ('short_name', models.CharField(blank=True, help_text='For the button: “Vice President Vance”. Empty: by the office', max_length=100, verbose_name='short name')),
                ('source', models.CharField(blank=True, editable=False, max_length=60)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True)),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('classification', models.CharField(choices=[('legislature', 'legislature'), ('chamber', 'chamber'), ('committee', 'committee'), ('subcommittee', 'subcommittee'), ('executive', 'executive'), ('ministry', 'ministry'), ('embassy', 'embassy'), ('mission', 'mission'), ('international', 'international organization'), ('party', 'party'), ('other', 'other')], max_length=20, verbose_name='kind')),
                ('url', models.URLField(blank=True, max_length=300, verbose_name='website')),
                ('code', models.CharField(blank=True, db_index=True, help_text='What its source calls it, as in “HSFA”', max_length=40)),
                ('start_date', models.DateField(blank=True, null=True, verbose_name='from')),
                ('end_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(blank=True, editable=False, max_length=60)),
            ],
            options={
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(help_text='As in “Representative”', max_length=100)),
                ('label', models.CharField(help_text='As in “Representative for New Jersey’s 6th district”', max_length=200)),
                ('seats', models.PositiveSmallIntegerField(default=1)),
                ('start_date', models.DateField(blank=True, null=True)),
                ('end_date', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, editable=False, max_length=60)),
            ],
            options={
                'ordering': ['label'],
            },
        ),
        migrations.AddField(
            model_name='contactdetail',
            name='person',
            field=modelcluster.fields.ParentalKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='people.person'),
        ),
        migrations.AddField(
            model_name='membership',
            name='person',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.person'),
        ),
        migrations.AddField(
            model_name='organization',
            name='division',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division'),
        ),
        migrations.AddField(
            model_name='organization',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='officials.organization', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='membership',
            name='organization',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='officials.organization'),
        ),
        migrations.AddField(
            model_name='membership',
            name='party',
            field=models.ForeignKey(blank=True, limit_choices_to={'classification': 'party'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='officials.organization', verbose_name='party'),
        ),
        migrations.AddField(
            model_name='contactdetail',
            name='organization',
            field=modelcluster.fields.ParentalKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='officials.organization'),
        ),
        migrations.AddField(
            model_name='post',
            name='division',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='places.division'),
        ),
        migrations.AddField(
            model_name='post',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='officials.organization'),
        ),
        migrations.AddField(
            model_name='membership',
            name='post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='officials.post'),
        ),
        migrations.AddConstraint(
            model_name='contactdetail',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('organization', None), _connector='XOR'), name='contact_has_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('organization', 'role', 'division'), name='post_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['source'], name='membership_source'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunSQL(NEXT_NUMBER, migrations.RunSQL.noop),
    ]
