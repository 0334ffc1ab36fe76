"""What names begin with, per company: a range of an ordinary index. Trigrams had to look at every card for it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = (
    "CREATE TABLE customers_search_names ("
    "card_id bigint NOT NULL, company_id bigint NOT NULL, name text {collation} NOT NULL, "
    "PRIMARY KEY (card_id, company_id)) {kind}"
)
# A text of the index is two signs of its own, the name, and the rest between bars.
FILL = (
    "INSERT INTO customers_search_names (card_id, company_id, name) "
    "SELECT r.card_id, r.company_id, substr(s.text, 3, least(80, {place}(s.text, ' | ') - 3)) "
    "FROM customers_search s JOIN customers_relationship r ON r.card_id = s.{key} "
    "WHERE {place}(s.text, ' | ') > 3"
)
INDEX = "CREATE INDEX customers_search_begin ON customers_search_names (company_id, name)"


def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    sqlite = editor.connection.vendor == "sqlite"
    editor.execute(TABLE.format(collation="" if sqlite else 'COLLATE "C"', kind="WITHOUT ROWID" if sqlite else ""))
    fill = FILL.format(place="instr" if sqlite else "strpos", key="rowid" if sqlite else "card_id")
    editor.execute(fill.replace("least(", "min(") if sqlite else fill)
    editor.execute(INDEX)


def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE customers_search_names")


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_search_index")]
    operations = [migrations.RunPython(make, drop)]
