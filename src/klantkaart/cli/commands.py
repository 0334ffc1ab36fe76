"""Commands that work on the data. Each calls one query or action and prints what it answers."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from uuid import UUID

import click

from .main import main, set_up


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2027-05-01.", param, ctx)


on_option = click.option("--on", type=Day(), help="Do it as on that day.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """Rows as a table of words, or as JSON."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values() if value not in {None, ""}))


def _at(on: date | None) -> Any:
    from klantkaart.kernel import clock  # noqa: PLC0415

    return clock.at(on) if on else nullcontext()


def _now() -> datetime:
    from klantkaart.kernel import clock  # noqa: PLC0415

    return clock.now()


def _card(number: str) -> UUID:
    from klantkaart.customers import queries  # noqa: PLC0415
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415
    from klantkaart.kernel.errors import NotFound, Refused  # noqa: PLC0415

    found = queries.find_uuid(number, by=TERMINAL)
    if not found:
        raise NotFound(f"Klantnummer {number} bestaat niet.")
    if len(found) > 1:
        raise Refused(f"Klantnummer {number} komt bij meer dan een bedrijf voor. Geef het kenmerk van de kaart.")
    return found[0]


@main.command()
@click.option("--deploy", is_flag=True, help="Also what only matters in production.")
def check(*, deploy: bool) -> None:
    """Whether everything is declared and configured."""
    set_up()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("check", deploy=deploy)


@main.command(hidden=True)
@click.option("--demo", is_flag=True)
def prepare(*, demo: bool) -> None:
    """Migrate, gather the static files, and fill the demo when it is empty."""
    set_up()
    from django.core.management import call_command  # noqa: PLC0415

    from klantkaart.cli import demo as demonstration  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if demo:
        demonstration.fill(customers=60)


@main.command(hidden=True)
def work() -> None:
    """The worker and the scheduler."""
    set_up()
    from klantkaart.cli import working  # noqa: PLC0415

    working.work()


@main.command("demo")
@click.option("--customers", type=click.IntRange(1, 2_000_000), default=60, show_default=True)
def demo_command(*, customers: int) -> None:
    """Two invented companies with that many invented customers."""
    set_up()
    from django.core.management import call_command  # noqa: PLC0415

    from klantkaart.cli import demo  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    demo.fill(customers=customers)


@main.command()
@click.option("--company", prompt="Bedrijf", help="Name of the first company.")
@click.option("--name", prompt="Naam van de eigenaar")
@click.option("--email", prompt="E-mail van de eigenaar")
@click.option("--password", prompt="Wachtwoord (minstens 15 tekens)", hide_input=True)
def init(*, company: str, name: str, email: str, password: str) -> None:
    """Set up a real, empty group with its owner."""
    set_up()
    from django.core.management import call_command  # noqa: PLC0415

    from klantkaart.cli.demo import new_owner  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    new_owner(company=company, name=name, email=email, password=password)
    click.echo("Klaar. Meld je aan; daarna stel je een tweede factor in.")


@main.command()
@click.argument("search", default="")
@json_option
def customers(*, search: str, as_json: bool) -> None:
    """Customers by name, or those that hold SEARCH."""
    set_up()
    from klantkaart.customers import queries  # noqa: PLC0415
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415

    page = queries.list_cards(by=TERMINAL, filters=queries.Filters())
    rows = queries.search_cards(search, by=TERMINAL) if search else page.rows
    show(
        [{"number": row.number, "name": row.name, "stage": row.stage.value, "city": row.city} for row in rows],
        as_json=as_json,
    )


@main.command()
@click.argument("number")
@json_option
def card(*, number: str, as_json: bool) -> None:
    """One customer card; that it was read is logged."""
    set_up()
    from klantkaart.customers import queries  # noqa: PLC0415
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415

    view = queries.open_card(card=_card(number), by=TERMINAL, at=_now())
    parts = [view.card, *view.relationships, *(one.contact for one in view.contacts), *view.channels, *view.addresses]
    show([part.values() for part in parts], as_json=as_json)


@main.command()
@click.argument("number")
@click.option("--on", "day", type=Day(), required=True, help="Last day of the relationship.")
def end(*, number: str, day: date) -> None:
    """The customer leaves on that day."""
    set_up()
    from klantkaart.customers import actions, queries  # noqa: PLC0415
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415

    uuid = _card(number)
    view = queries.open_card(card=uuid, by=TERMINAL, at=_now())
    for row in view.relationships:
        if str(row.number) == number:
            actions.announce_leaving(card=uuid, relationship=row.uuid, ended_on=day, by=TERMINAL, at=_now())
    click.echo(f"Vertrek genoteerd: laatste dag {day.isoformat()}.")


@main.command()
@click.argument("number")
@click.option("--on", "day", type=Day(), help="As if the customer left on that day; else today.")
@json_option
def plan(*, number: str, day: date | None, as_json: bool) -> None:
    """What goes and what stays when the customer leaves."""
    set_up()
    from klantkaart.kernel import clock  # noqa: PLC0415
    from klantkaart.retention.queries import leaving_plan  # noqa: PLC0415

    found = leaving_plan(subject="customer", uuid=_card(number), on=clock.today(), ended_on=day or clock.today())
    show(
        [
            {"what": str(fate.title), "rows": fate.rows, "until": fate.until, "reason": fate.reason.value}
            for fate in found.fates
        ],
        as_json=as_json,
    )


@main.command()
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--contact", type=click.UUID, help="Only what is about this contact.")
def access(*, number: str, out: Path, contact: UUID | None) -> None:
    """Everything held on a customer, or on one contact, as a package."""
    set_up()
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415
    from klantkaart.rights.printout import build  # noqa: PLC0415

    made = build(card=_card(number), contact=contact, by=TERMINAL, at=_now())
    out.mkdir(parents=True, exist_ok=True)
    target = out / made.filename
    with made, target.open("wb") as file:
        copyfileobj(made.content, file)
    click.echo(str(target))


@main.group()
def retention() -> None:
    """What is due, and destroying it."""


@retention.command("due")
@on_option
@json_option
def due(*, on: date | None, as_json: bool) -> None:
    """What is due on that day."""
    set_up()
    from klantkaart.kernel import clock  # noqa: PLC0415
    from klantkaart.retention.queries import due_counts  # noqa: PLC0415

    counts = due_counts(on or clock.today())
    show([{"kind": kind, "units": units} for kind, units in counts.items()], as_json=as_json)


@retention.command("run")
@on_option
@json_option
def run_retention(*, on: date | None, as_json: bool) -> None:
    """Destroy what is due; ``--on`` does it as on that day."""
    set_up()
    from klantkaart.kernel import clock  # noqa: PLC0415
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415
    from klantkaart.retention import actions  # noqa: PLC0415

    with _at(on):
        report = actions.run(on=on or clock.today(), by=TERMINAL, at=clock.now())
    show(
        [{"kind": kind, "destroyed": units} for kind, units in report.units.items()] or [{"kind": "-", "destroyed": 0}],
        as_json=as_json,
    )
    if report.failed:
        raise SystemExit(1)


@main.group()
def audit() -> None:
    """The log."""


@audit.command("verify")
@click.option("--checkpoint", type=click.Path(path_type=Path, exists=True), multiple=True, help="A kept checkpoint.")
def verify(*, checkpoint: tuple[Path, ...]) -> None:
    """Whether the log is whole."""
    set_up()
    from klantkaart.audit.verify import verify_log  # noqa: PLC0415

    report = verify_log(kept=checkpoint)
    for problem in report.problems:
        click.echo(problem.sentence, err=True)
    click.echo(f"{report.size} regels, {report.found} problemen")
    if not report.ok:
        raise SystemExit(1)


@audit.command("export")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
def export(*, out: Path) -> None:
    """The log with its checkpoints and a verifier that needs none of this."""
    set_up()
    from klantkaart.audit.export import export_log  # noqa: PLC0415
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415

    export_log(folder=out, by=TERMINAL, at=_now())
    click.echo(str(out))


@main.group()
def erasures() -> None:
    """The ledger of erasures."""


@erasures.command("verify")
def verify_erasures() -> None:
    """Whether the ledger is whole."""
    set_up()
    from klantkaart.retention.destroy import ledger  # noqa: PLC0415

    findings = ledger().verify()
    for finding in findings:
        click.echo(f"{finding.line}: {finding.problem.label}", err=True)
    click.echo(f"{ledger().head().n} regels, {len(findings)} problemen")
    if findings:
        raise SystemExit(1)


@erasures.command("replay")
def replay() -> None:
    """Do again what an older backup undid."""
    set_up()
    from klantkaart.kernel.actor import TERMINAL  # noqa: PLC0415
    from klantkaart.retention.destroy import resume  # noqa: PLC0415

    click.echo(f"{len(resume(by=TERMINAL, at=_now()))} verwijderingen opnieuw gedaan")
