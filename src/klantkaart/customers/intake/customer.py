"""A customer while its rows come in: what a row says first holds, later rows add to it or are told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from klantkaart.kernel.text import fold

from .addresses import addresses_of
from .drafts import AddressDraft
from .findings import Finding, Level
from .names import contact_names, correspondence_name, same_person
from .plan import Gathered
from .targets import Target

_SINGLE = (
    Target.NUMBER, Target.KVK, Target.ESTABLISHMENT, Target.VAT_ID, Target.SINCE, Target.PAYMENT_TERM, Target.LEGACY_ID,
)  # fmt: skip
_GENERAL = ((Target.PHONE, "phone"), (Target.MOBILE, "mobile"), (Target.EMAIL, "email"), (Target.WEBSITE, "website"))
# Mobile first: that is where people answer.
_PERSONAL = ((Target.CONTACT_MOBILE, "mobile"), (Target.CONTACT_PHONE, "phone"), (Target.CONTACT_EMAIL, "email"))
_ADDRESS_TARGETS = {
    "visiting": Target.VISITING_STREET, "postal": Target.POSTAL_STREET, "billing": Target.BILLING_STREET
}  # fmt: skip


Channel = tuple[str, str, str]  # kind, value, use: the fields of a ChannelDraft


@dataclass(slots=True)
class Person:
    """A contact person, and how to reach them in the order of the list."""

    name: str
    function: str = ""
    kind: str = "general"
    channels: dict[Channel, None] = field(default_factory=dict)


@dataclass(slots=True)
class Customer:
    """``name`` (and ``folded``) come from the first row; ``answers`` is what the user chose for the whole file."""

    name: str
    folded: str
    has_company: bool
    sheet: str
    answers: Mapping[str, str]
    labels: Mapping[Target, str]
    rows: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    inactive: bool = False
    one: dict[Target, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[Channel, None] = field(default_factory=dict)
    addresses: dict[str, AddressDraft] = field(default_factory=dict)
    bank: dict[str, str] = field(default_factory=dict)
    services: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def add(self, row: Gathered, name: str) -> None:
        """Take a row in that belongs to this customer; ``name`` is what that row calls it."""
        self.rows.append(row.row)
        if name != self.name and fold(name) != self.folded:
            self.tell(row.row, Target.NAME, Level.ASK, "group_differs", first=str(self.rows[0]))
        for target in _SINGLE:
            value = row.one.get(target)
            if value is not None and self.one.setdefault(target, value) != value:
                self.tell(row.row, target, Level.ASK, "group_differs", first=str(self.rows[0]))
        for address in addresses_of(row, self.name):
            self._take_address(address, row.row)
        names = contact_names(row)
        main = self._person(names[0]) if names else None
        self._take_channels(row, names)
        self._take_people(row, main, names[1:])
        self._take_bank(row)
        self.inactive = self.inactive or bool(row.one.get(Target.INACTIVE))
        for service in row.several.get(Target.SERVICE, ()):
            self.services[service] = None
        for note in row.several.get(Target.NOTES, ()):
            self.notes[note] = None

    def tell(self, row: int, target: Target, level: Level, code: str, **facts: str) -> None:
        """A finding about the column of ``target``, or about the row when no column goes there."""
        self.findings.append(Finding(row, self.labels.get(target, ""), level, code, self.sheet, facts))

    def _take_address(self, address: AddressDraft, row: int) -> None:
        known = self.addresses.setdefault(address.use, address)
        if known == address:
            return
        filled = AddressDraft(
            address.use,
            known.street or address.street,
            known.extra or address.extra,
            known.postcode or address.postcode,
            known.city or address.city,
            known.country,
        )
        self.addresses[address.use] = filled
        if replace(address, country=filled.country) != filled and _differs(known, address):
            self.tell(row, _ADDRESS_TARGETS[address.use], Level.ASK, "group_differs", first=str(self.rows[0]))

    def _take_channels(self, row: Gathered, names: list[str]) -> None:
        several = row.several
        for target, kind in _GENERAL:
            for value in several.get(target, ()):
                self.channels[(kind, value, "general")] = None
        both = several.get(Target.EMAIL_AND_INVOICES, [])
        for value in both[:1]:
            self.channels[("email", value, "general")] = None
        invoices = list(several.get(Target.INVOICE_EMAIL, ()))
        if len(both) > 1:
            invoices = both + invoices
        self._take_invoices(row, list(dict.fromkeys(invoices)), names)

    def _take_invoices(self, row: Gathered, invoices: list[str], names: list[str]) -> None:
        """Where invoices go. Only the general address says nothing new (mapping.md); the person named with the
        invoices gets the first address, which may be one's own."""
        general = {value for kind, value, use in self.channels if kind == "email" and use == "general"}
        if general.issuperset(invoices):
            invoices = []
        name = row.one.get(Target.INVOICE_ATTENTION, "")
        person = self._invoice_person(name, names) if name else None
        for at, value in enumerate(invoices):
            place = person.channels if person is not None and at == 0 else self.channels
            place[("email", value, "invoice")] = None

    def _invoice_person(self, name: str, names: list[str]) -> Person:
        """A contact person of this row, or one who is only named with the invoices."""
        known = next((known for known in names if same_person(name, known)), "")
        return self._person(known) if known else self._person(name, "finance")

    def _person(self, name: str, kind: str = "general") -> Person:
        return self.people.setdefault(fold(name), Person(name, kind=kind))

    def _take_people(self, row: Gathered, main: Person | None, others: list[str]) -> None:
        """How to reach the main contact person (the customer, when nobody is named), and who else is named."""
        function = row.one.get(Target.CONTACT_FUNCTION, "")
        if main is not None:
            main.function = main.function or function
        elif function:
            self.tell(row.row, Target.CONTACT_FUNCTION, Level.IGNORED, "function_alone")
        place = self.channels if main is None else main.channels
        for target, kind in _PERSONAL:
            for value in row.several.get(target, ()):
                place[kind, value, "general"] = None
        for name in (*others, row.one.get(Target.POSTAL_ATTENTION, ""), correspondence_name(row)):
            if name and not (main is not None and same_person(name, main.name)):
                self._person(name)

    def _take_bank(self, row: Gathered) -> None:
        """The account, and the one direct debits come from; when they differ the user says which."""
        accounts = row.several.get(Target.IBAN, [])
        sepa = row.one.get(Target.SEPA_IBAN, "")
        bic, sepa_bic = row.one.get(Target.BIC, ""), row.one.get(Target.SEPA_BIC, "")
        if sepa and accounts and sepa not in accounts:
            answer = self.answers.get("iban_differs", "")
            if not answer:
                self.tell(row.row, Target.SEPA_IBAN, Level.ASK, "iban_differs")
            accounts = {"sepa": [sepa], "both": [*accounts, sepa]}.get(answer, accounts)
        elif sepa:
            accounts = accounts or [sepa]
        for iban in accounts:
            found = sepa_bic if iban == sepa and sepa_bic else bic
            self.bank[iban] = self.bank.get(iban) or found
        if not accounts and (bic or sepa_bic):
            self.tell(row.row, Target.BIC if bic else Target.SEPA_BIC, Level.IGNORED, "bic_alone")


def _differs(known: AddressDraft, address: AddressDraft) -> bool:
    """Whether two filled parts contradict each other; an empty part never does."""
    pairs = (
        (known.street, address.street), (known.postcode, address.postcode),
        (known.city, address.city), (known.extra, address.extra),
    )  # fmt: skip
    return any(one and other and one != other for one, other in pairs)
