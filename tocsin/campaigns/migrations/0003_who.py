import json
import uuid

import wagtail.fields
from django.db import migrations


def carry_over(apps, schema_editor):
    """Each campaign's officials, in their order, become one block of its rule."""
    targets = apps.get_model("campaigns", "Target")
    for pk in apps.get_model("campaigns", "Campaign").objects.values_list("pk", flat=True):
        officials = list(
            targets.objects.filter(campaign_id=pk).order_by("sort_order", "pk").values_list("official_id", flat=True)
        )
        if not officials:
            continue
        people = [{"type": "item", "value": official, "id": str(uuid.uuid4())} for official in officials]
        blocks = [{"type": "officials", "value": {"people": people}, "id": str(uuid.uuid4())}]
        schema_editor.execute("UPDATE campaigns_campaign SET who = %s WHERE id = %s", [json.dumps(blocks), pk])


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0002_tally_trigger'),
        ('officials', '0003_popolo'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='who',
            field=wagtail.fields.StreamField([('officials', 2)], blank=True, block_lookup={0: ('wagtail.snippets.blocks.SnippetChooserBlock', ('officials.Official',), {}), 1: ('wagtail.blocks.ListBlock', (0,), {'label': 'officials', 'min_num': 1}), 2: ('wagtail.blocks.StructBlock', [[('people', 1)]], {})}, verbose_name='who is addressed'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='Target',
        ),
    ]
