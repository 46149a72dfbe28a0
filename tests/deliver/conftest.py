"""Stores of both kinds."""

from tests.support.stores import postgres, store, url

__all__ = ["postgres", "store", "url"]
