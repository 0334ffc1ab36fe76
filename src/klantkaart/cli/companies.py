"""Naming a company on the command line."""

from klantkaart.companies.queries import companies
from klantkaart.kernel.errors import NotFound

from .words import gettext as _


def company_id(name: str) -> int | None:
    """The id of the company that is called so, or whose name begins so; None without a name. Refuses one that is
    not there, or that could be several."""
    if not name.strip():
        return None
    known = companies()
    wanted = name.strip().casefold()
    exact = [one for one in known if one.name.casefold() == wanted]
    near = exact or [one for one in known if one.name.casefold().startswith(wanted)]
    if len(near) == 1:
        return near[0].pk
    raise NotFound(
        _("Bedrijf '%(name)s' is niet duidelijk. Kies uit: %(names)s.")
        % {"name": name, "names": ", ".join(one.name for one in known)}
    )
