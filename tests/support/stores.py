"""Empty stores of both kinds for the tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text

from reportgen.store.connect import Store
from reportgen.store.schema import open_store
from tests.support.postgres import programs, server

_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The start of the URLs of a running server."""
    if programs() is None:
        pytest.skip("no PostgreSQL here")
    with server() as base:
        yield base


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Where a store may be made, on SQLite and on PostgreSQL."""
    return empty(request) if request.param == "postgres" else URL.create("sqlite", database=str(tmp_path / "store.db"))


def empty(request: pytest.FixtureRequest) -> URL:
    """A new database of the server."""
    base: str = request.getfixturevalue("postgres")
    name = f"t{next(_numbers)}"
    engine = create_engine(base.format("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(base.format(name))


@pytest.fixture(params=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest) -> str:
    """What config/delivery.yaml says of an empty store of either kind; nothing of the file that a project has by itself."""
    return f"store: {json.dumps(empty(request).render_as_string(hide_password=False))}\n" if request.param == "postgres" else ""


@pytest.fixture
def store(url: URL) -> Iterator[Store]:
    """An empty store of the present version."""
    made = open_store(url)
    yield made
    made.close()
