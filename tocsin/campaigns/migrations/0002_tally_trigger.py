"""The trigger that keeps the counters equal to the journal, in the same transaction."""

from django.db import migrations

MOVE = """
    CREATE FUNCTION campaigns_tally_move() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO campaigns_tallycounter AS counter (campaign_id, metric, scope, key, slot, n)
        SELECT NEW.campaign_id, NEW.metric, place.scope, place.key, pg_backend_pid() % 64, NEW.delta
        FROM (VALUES ('all', ''), ('area', NEW.area), ('day', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD')))
            AS place (scope, key)
        ON CONFLICT (campaign_id, metric, scope, key, slot) DO UPDATE SET n = counter.n + EXCLUDED.n;
        RETURN NULL;
    END $$;
    CREATE TRIGGER campaigns_tally_move AFTER INSERT ON campaigns_tallyentry
        FOR EACH ROW EXECUTE FUNCTION campaigns_tally_move();
    ALTER TABLE campaigns_tallycounter SET (
        fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
"""
UNDO = "DROP TRIGGER campaigns_tally_move ON campaigns_tallyentry; DROP FUNCTION campaigns_tally_move();"


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunSQL(MOVE, UNDO)]
