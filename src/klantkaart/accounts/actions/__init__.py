"""Everything that changes staff, their roles, sessions and factors. Each act leaves one audit line."""

from .enrolment import Enrolment, enrol, refuse_weak_password, set_password
from .factor_reset import ask_factor_reset, confirm_factor_reset, finish_factor_reset, withdraw_factor_reset
from .invitations import enable, invite, invite_again, withdraw_invitation
from .people import change_person, disable, set_language
from .roles import change_roles, set_roles, take_ownership
from .sessions import end_session, end_sessions

__all__ = [
    "Enrolment",
    "ask_factor_reset",
    "change_person",
    "change_roles",
    "confirm_factor_reset",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "enrol",
    "finish_factor_reset",
    "invite",
    "invite_again",
    "refuse_weak_password",
    "set_language",
    "set_password",
    "set_roles",
    "take_ownership",
    "withdraw_factor_reset",
    "withdraw_invitation",
]
