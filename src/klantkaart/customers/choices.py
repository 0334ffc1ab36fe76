"""What can be chosen in forms and filters, as (code, words) pairs; screens do not import models."""

from .models import (
    AddressUse,
    CardKind,
    ChannelKind,
    ChannelUse,
    ContactKind,
    Service,
    Source,
    Stage,
)

CARD_KINDS = CardKind.choices
SOURCES = Source.choices
CONTACT_KINDS = ContactKind.choices
CHANNEL_KINDS = ChannelKind.choices
CHANNEL_USES = ChannelUse.choices
ADDRESS_USES = AddressUse.choices
SERVICES = Service.choices
STAGES = Stage.choices
