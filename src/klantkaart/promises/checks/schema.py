"""P01 and P07: the declarations against what the database says it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from klantkaart.companies.controllers import controllers
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.describe import processings
from klantkaart.datamap.vocabulary import Basis, Purpose

from ..database import Table, is_accounted_for, is_filled, tables
from ..verdicts import Verdict, broken, kept, not_configured


def only_when_needed(_on: date) -> Verdict:
    """Every column of every table in the database is declared; what is personal has a purpose, and every purpose a
    ground, a term with a source, and an interest where the ground is an interest."""
    found = tables()
    wrong = [problem for table in found for problem in _of_table(table)]
    columns = sum(len(table.columns) for table in found)
    personal = sum(len(one.personal) for one in registry.current().declarations.values())
    if wrong:
        return broken(
            _("%(count)d kolommen of doelen zijn niet verantwoord.") % {"count": len(wrong)},
            checked=columns,
            where=wrong,
        )
    said = {"columns": columns, "tables": len(found), "personal": personal}
    return kept(
        _(
            "De database heeft %(columns)d kolommen in %(tables)d tabellen; elk is verklaard. %(personal)d ervan zijn "
            "persoonsgegevens, elk met een doel, een grondslag en een bewaartermijn."
        )
        % said,
        checked=columns,
    )


def _of_table(table: Table) -> Iterator[str]:
    declaration = registry.current().declarations.get(table.model)
    if declaration is None:
        if table.model or not is_accounted_for(table):
            yield table.name
        return
    fields = {field.column: field.name for field in registry.model_of(table.model)._meta.concrete_fields}
    said = {*declaration.plain, *declaration.personal}
    for column in table.columns:
        if fields.get(column) not in said:
            yield f"{table.name}.{column}"
    yield from _of_purposes(declaration)


def _of_purposes(declaration: Declaration) -> Iterator[str]:
    known = registry.current().purposes
    for name in declaration.personal:
        purposes = [known[code] for code in declaration.field_purposes(name) if code in known]
        if not any(_is_grounded(purpose, declaration) for purpose in purposes):
            yield f"{declaration.model}.{name}"


def _is_grounded(purpose: Purpose, declaration: Declaration) -> bool:
    grounds = {basis for who in declaration.people if (basis := purpose.basis_for(who))}
    if not grounds or not purpose.rule.starts or not purpose.rule.source:
        return False
    if Basis.LEGITIMATE_INTEREST in grounds and not purpose.interest:
        return False
    return Basis.LEGAL_DUTY not in grounds or bool(purpose.article)


def register_is_current(on: date) -> Verdict:
    """Every table that has rows with personal data, by the database's own account, is a place in the register; and
    every controller is filled in (REG-5)."""
    places = {place for one in processings(on) for place in one.places}
    declarations = registry.current().declarations
    filled = [one for one in tables() if (known := declarations.get(one.model)) and known.personal and is_filled(one)]
    missing = [one.name for one in filled if str(declarations[one.model].title) not in places]
    if missing:
        evidence = _("%(count)d tabellen met persoonsgegevens staan niet in het register.") % {"count": len(missing)}
        return broken(evidence, checked=len(filled), where=missing)
    companies = controllers()
    if not companies:
        return not_configured(_("Er is nog geen bedrijf ingesteld."))
    lacking = [one.name for one in companies if one.missing]
    if lacking:
        return not_configured(
            _("Vul bij Beheer de statutaire naam, het KvK-nummer, het adres en het aanspreekpunt aan van: %(names)s.")
            % {"names": ", ".join(lacking)}
        )
    return kept(
        _("Alle %(count)d tabellen waarin persoonsgegevens staan, staan in het register.") % {"count": len(filled)},
        checked=len(filled),
    )
