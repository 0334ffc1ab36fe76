"""What can be chosen in forms, as (code, words) pairs; screens do not import models."""

from .models import HoldReason

HOLD_REASONS = HoldReason.choices
