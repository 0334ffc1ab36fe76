"""Sealed files behind Django's storage API."""

from django.core.files.storage import Storage


class SealedStorage(Storage):
    """Keeps every file encrypted to the key of its erasure unit."""
