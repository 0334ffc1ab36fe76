"""Shared fixtures. The closed room (no network, own data folder) is in pyproject.toml and settings.py."""
