"""The practice administration: two invented sister companies with invented staff and customers."""

from .group import fill, is_demo
from .staff import sign_ins

__all__ = ["fill", "is_demo", "sign_ins"]
