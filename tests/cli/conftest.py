"""Projects that keep their runs and mail in a store of either kind."""

from tests.support.stores import kept, postgres

__all__ = ["kept", "postgres"]
