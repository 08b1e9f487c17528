"""What the database itself refuses: other words under a version, another past of a signature, another frozen set."""

from django.db import migrations

RULES = """
    CREATE FUNCTION letters_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.state <> 'comments' THEN RAISE EXCEPTION 'a version that was up for signing stays'; END IF;
            RETURN OLD;
        END IF;
        IF (NEW.letter_id, NEW.number, NEW.authoritative, NEW.texts, NEW.digest)
            IS DISTINCT FROM (OLD.letter_id, OLD.number, OLD.authoritative, OLD.texts, OLD.digest)
        THEN RAISE EXCEPTION 'the words of a version do not change'; END IF;
        IF OLD.state <> 'comments' AND NEW.note IS DISTINCT FROM OLD.note
        THEN RAISE EXCEPTION 'the note of a version that was up for signing does not change'; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER letters_keep_version BEFORE UPDATE OR DELETE ON letters_letterversion
        FOR EACH ROW EXECUTE FUNCTION letters_keep_version();

    CREATE FUNCTION letters_keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the history of a signature is never changed'; END $$;
    CREATE TRIGGER letters_keep_event BEFORE UPDATE OR DELETE ON letters_signatureevent
        FOR EACH ROW EXECUTE FUNCTION letters_keep_event();

    CREATE FUNCTION letters_keep_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a frozen letter stays'; END IF;
        IF (NEW.letter_id, NEW.version_id, NEW.at, NEW.signatories, NEW.text_sha256, NEW.names_sha256)
            IS DISTINCT FROM (OLD.letter_id, OLD.version_id, OLD.at, OLD.signatories, OLD.text_sha256, OLD.names_sha256)
        THEN RAISE EXCEPTION 'what was frozen does not change'; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER letters_keep_freeze BEFORE UPDATE OR DELETE ON letters_freeze
        FOR EACH ROW EXECUTE FUNCTION letters_keep_freeze();
"""
UNDO = """
    DROP TRIGGER letters_keep_version ON letters_letterversion; DROP FUNCTION letters_keep_version();
    DROP TRIGGER letters_keep_event ON letters_signatureevent; DROP FUNCTION letters_keep_event();
    DROP TRIGGER letters_keep_freeze ON letters_freeze; DROP FUNCTION letters_keep_freeze();
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
