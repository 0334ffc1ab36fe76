"""Triggers that refuse to rewrite the log, on both databases, and the one role that may empty a line after its term."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Emptying: everything that the body says goes together, the number and the hashes stay.
EMPTIED = """
    OLD.body IS NOT NULL AND NEW.body IS NULL
    AND NEW.at IS NULL AND NEW.event IS NULL AND NEW.subject IS NULL AND NEW.actor IS NULL
    AND NEW.seq = OLD.seq AND NEW.leaf = OLD.leaf AND NEW.chain = OLD.chain
"""

# klantkaart_maintenance() exists only in connections of this program; any other one fails on it. The third trigger
# closes INSERT OR REPLACE, which deletes without asking a delete trigger, and gaps.
SQLITE = (
    f"""
    CREATE TRIGGER audit_entry_refuse_update BEFORE UPDATE ON audit_entry
    WHEN klantkaart_maintenance() <> 1 OR NOT ({EMPTIED})
    BEGIN SELECT RAISE(ABORT, 'audit_entry: lines are only added'); END
    """,
    """
    CREATE TRIGGER audit_entry_refuse_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entry: lines are only added'); END
    """,
    """
    CREATE TRIGGER audit_entry_refuse_replace BEFORE INSERT ON audit_entry
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry)
    BEGIN SELECT RAISE(ABORT, 'audit_entry: lines are only added, one after another'); END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER audit_entry_refuse_update",
    "DROP TRIGGER audit_entry_refuse_delete",
    "DROP TRIGGER audit_entry_refuse_replace",
)

# Roles belong to the whole server: another database may have made it, or this user may not make roles at all. Then
# the triggers are there just the same, and "check --deploy" says what the server's administrator has to do.
POSTGRESQL = (
    """
    DO $$ BEGIN
        CREATE ROLE klantkaart_maintenance NOLOGIN;
    EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL;
    END $$
    """,
    """
    DO $$ BEGIN
        IF NOT pg_has_role(current_user, 'klantkaart_maintenance', 'MEMBER') THEN
            EXECUTE format('GRANT klantkaart_maintenance TO %I', current_user);
        END IF;
    EXCEPTION WHEN insufficient_privilege OR undefined_object OR unique_violation THEN NULL;
    END $$
    """,
    """
    DO $$ BEGIN
        GRANT SELECT, UPDATE (body, at, event, subject, actor) ON audit_entry TO klantkaart_maintenance;
    EXCEPTION WHEN undefined_object THEN NULL;
    END $$
    """,
    f"""
    CREATE FUNCTION audit_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND current_user = 'klantkaart_maintenance' THEN
            IF {EMPTIED} THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'audit_entry: lines are only added' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_refuse_rewriting BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_rewriting()
    """,
    """
    CREATE TRIGGER audit_entry_refuse_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_rewriting()
    """,
)
POSTGRESQL_BACK = (
    "DROP TRIGGER audit_entry_refuse_truncate ON audit_entry",
    "DROP TRIGGER audit_entry_refuse_rewriting ON audit_entry",
    "DROP FUNCTION audit_refuse_rewriting()",
)


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, None)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
