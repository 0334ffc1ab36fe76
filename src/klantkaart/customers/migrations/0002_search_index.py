"""The search index: FTS5 trigrams on SQLite, a table with a pg_trgm index on PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    "CREATE VIRTUAL TABLE customers_search USING fts5(text, tokenize='trigram')",
    # Larger pages of segments, merged often: deleted trigrams go with the merge.
    "INSERT INTO customers_search(customers_search, rank) VALUES ('automerge', 4)",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE TABLE customers_search (card_id bigint PRIMARY KEY, text text NOT NULL)",
    "CREATE INDEX customers_search_trigrams ON customers_search USING gin (text gin_trgm_ops)",
)


def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE customers_search")


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
