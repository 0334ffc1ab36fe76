"""Everything that changes staff, their roles, sessions and factors. Each act leaves one audit line."""

from .enrolment import Enrolment, enrol, set_password
from .factor_reset import ask_factor_reset, confirm_factor_reset, finish_factor_reset, withdraw_factor_reset
from .people import change_person, disable, enable, invite, invite_again, set_language, set_roles
from .sessions import end_session, end_sessions

__all__ = [
    "Enrolment",
    "ask_factor_reset",
    "change_person",
    "confirm_factor_reset",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "enrol",
    "finish_factor_reset",
    "invite",
    "invite_again",
    "set_language",
    "set_password",
    "set_roles",
    "withdraw_factor_reset",
]
