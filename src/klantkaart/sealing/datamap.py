"""Sealed places, and what is kept to recognise who was erased."""

from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.declaration import Declaration, Store
from klantkaart.datamap.registry import declare
from klantkaart.datamap.vocabulary import Category, People

from . import stores

declare(
    Declaration(
        model="sealing.Suppression",
        title=_("Kenmerken van wie is verwijderd"),
        plain=("id", "kind", "mark", "since", "until"),
    ),
    Store(
        code="suppression",
        title=_("Kenmerken van wie is verwijderd"),
        holds=_("versleutelde kenmerken waaruit geen naam of nummer is af te leiden"),
        ends=_("na een eigen termijn"),
        purposes=("suppression",),
        people=(People.CUSTOMER, People.CONTACT),
        category=Category.REGISTRATION,
    ),
    Store(
        code="sealed_files",
        title=_("Verzegelde bestanden"),
        holds=_("ingelezen bestanden en documenten, elk versleuteld met de sleutel van wat samen eindigt"),
        ends=_("met het vernietigen van de sleutel"),
        purposes=("importing", "service"),
        people=(People.CUSTOMER, People.CONTACT),
        category=Category.CONTACT,
        covers=("STORAGES.default", "SEALED_ROOT"),
        contents=stores.sealed_files,
        forget_files=stores.forget_files,
    ),
    Store(
        code="keys",
        title=_("Sleutels"),
        holds=_("willekeurige sleutels, geen persoonsgegevens"),
        ends=_("per eenheid, bij verwijdering"),
        covers=("KEY_ROOT",),
        personal=False,
        contents=stores.keys,
    ),
    Store(
        code="erasure_ledger",
        title=_("Grootboek van verwijderingen"),
        holds=_("kenmerken die nooit opnieuw worden gebruikt, zonder naam of nummer"),
        ends=_("blijft, zodat een teruggezette back-up niemand terugbrengt"),
        covers=("LEDGER_ROOT",),
        personal=False,
        contents=stores.ledger,
    ),
    Store(
        code="checkpoints",
        title=_("Getekende controlepunten van het logboek"),
        holds=_("hashwaarden en handtekeningen"),
        ends=_("niet: zij bewijzen dat het logboek klopt"),
        covers=("CHECKPOINT_ROOT",),
        personal=False,
        contents=stores.checkpoints,
    ),
)
