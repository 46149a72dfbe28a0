"""Schemes of members: how a dimension was split at a time. Numbers of two schemes do not go together; members of both lead across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.model.fact import Dims, Schemes

EXCEPT = "except:"
"""Before members, all others of the dimension."""


def parts(value: str) -> tuple[str, ...]:
    """The members that a coordinate names: of a+b and of except:a+b they are a and b."""
    return tuple(value.removeprefix(EXCEPT).split("+"))


def crossed(places: Iterable[Dims], schemes: Mapping[str, Schemes]) -> str:
    """The dimension whose members, among those coordinates, share no scheme; empty where there is none.

    Members that no scheme names are not held against any.
    """
    used: dict[str, set[str]] = {}
    for dims in places:
        for name, value in dims:
            used.setdefault(name, set()).update(parts(value))
    for name, members in used.items():
        known = [set(scheme) for scheme in schemes.get(name, {}).values()]
        bound = members & set().union(*known)
        if bound and not any(bound <= scheme for scheme in known):
            return name
    return ""
