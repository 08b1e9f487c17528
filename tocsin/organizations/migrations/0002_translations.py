"""The trigger that keeps an organization's names by language equal to its other names."""

from django.db import migrations

KEEP = """
    CREATE FUNCTION organizations_keep_translations() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE body uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.organization_id ELSE NEW.organization_id END;
    BEGIN
        UPDATE organizations_organization SET translations = coalesce((
            SELECT jsonb_object_agg(language, name ORDER BY id) FROM organizations_othername
            WHERE organization_id = body AND kind = 'name' AND language <> ''
        ), '{}') WHERE id = body;
        RETURN NULL;
    END $$;
    CREATE TRIGGER organizations_keep_translations AFTER INSERT OR UPDATE OR DELETE ON organizations_othername
        FOR EACH ROW EXECUTE FUNCTION organizations_keep_translations();
"""
UNDO = """
    DROP TRIGGER organizations_keep_translations ON organizations_othername;
    DROP FUNCTION organizations_keep_translations();
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, UNDO)]
