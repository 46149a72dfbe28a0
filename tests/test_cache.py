from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import random
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cache import Cache, explain, key
from reportgen.model.problem import Problem

NAME = key({"data": "1"})


class Trap:
    """Leaves a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.path),)


def told(folder: Path) -> tuple[Cache, list[Problem]]:
    problems: list[Problem] = []
    return Cache(folder, warn=problems.append), problems


def test_what_was_written_is_read(tmp_path: Path) -> None:
    cache, problems = told(tmp_path / "cache")
    for data in (b"", b"\n", b"a\nb\x00" * 1000):
        cache.write("html", NAME, data)
        assert cache.read("html", NAME) == data
    assert cache.read("html", key({"data": "2"})) is None
    assert cache.read("pdf", NAME) is None
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "cache" / "html" / NAME).stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (tmp_path / "cache" / "html").iterdir()] == [NAME]
    assert not problems


def test_nothing_is_read_or_made_before_the_first_write(tmp_path: Path) -> None:
    cache, problems = told(tmp_path / "cache")
    assert cache.read("html", NAME) is None
    cache.trim()
    assert not problems
    assert not list(tmp_path.iterdir())


def test_damage_never_gives_other_bytes(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - damage, no secret
    data = bytes(chance.randrange(256) for _ in range(400))
    path = tmp_path / "cache" / "html" / NAME
    for number in range(500):
        cache, problems = told(tmp_path / "cache")
        cache.write("html", NAME, data)
        whole = path.read_bytes()
        if number % 4 == 3:
            damaged = whole[: chance.randrange(len(whole))]
        elif number % 4 == 2:
            damaged = whole + bytes([chance.randrange(256)])
        else:
            place = chance.randrange(len(whole))
            damaged = whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]
        path.write_bytes(damaged)
        assert cache.read("html", NAME) is None
        assert [p.code for p in problems] == ["W492"]
        assert str(problems[0]) == f"warning[W492] {path} the cache is damaged or not ours, and is made anew."
        assert not path.exists()


def test_an_entry_under_another_key_or_stage_is_not_believed(tmp_path: Path) -> None:
    cache, _ = told(tmp_path)
    other = key({"data": "2"})
    cache.write("html", NAME, b"one")
    cache.write("html", other, b"two")
    cache.write("pdf", NAME, b"three")
    folder = tmp_path / "html"
    one, two = (folder / NAME).read_bytes(), (folder / other).read_bytes()
    (folder / NAME).write_bytes(two)
    (folder / other).write_bytes(one)
    assert cache.read("html", NAME) is None
    assert cache.read("html", other) is None
    cache.write("html", NAME, b"one")
    (tmp_path / "pdf" / NAME).replace(folder / NAME)
    assert cache.read("html", NAME) is None


def test_a_planted_pickle_is_never_run(tmp_path: Path) -> None:
    cache, problems = told(tmp_path / "cache")
    cache.write("facts", NAME, b"x")
    mark = tmp_path / "run"
    (tmp_path / "cache" / "facts" / NAME).write_bytes(pickle.dumps(Trap(mark)))
    assert cache.read("facts", NAME) is None
    assert [p.code for p in problems] == ["W492"]
    assert not mark.exists()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "others may write"])
def test_an_entry_that_is_not_the_users_own_file_is_not_believed(tmp_path: Path, kind: str) -> None:
    cache, problems = told(tmp_path / "cache")
    cache.write("html", NAME, b"x")
    path = tmp_path / "cache" / "html" / NAME
    if kind == "others may write":
        path.chmod(0o666)
    else:
        path.rename(tmp_path / "true")
        if kind == "link":
            path.symlink_to(tmp_path / "true")
        elif kind == "pipe":
            os.mkfifo(path)
        else:
            path.mkdir()
    assert cache.read("html", NAME) is None
    assert [p.code for p in problems] == ["W492"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_an_entry_or_folder_of_another_user_is_not_believed(tmp_path: Path) -> None:
    cache, problems = told(tmp_path / "cache")
    cache.write("html", NAME, b"x")
    os.chown(tmp_path / "cache" / "html" / NAME, 12345, 12345)
    assert cache.read("html", NAME) is None
    cache.write("html", NAME, b"x")
    os.chown(tmp_path / "cache", 12345, 12345)
    assert cache.read("html", NAME) is None
    assert [p.code for p in problems] == ["W492", "W493"]


@pytest.mark.parametrize("kind", ["link", "file", "open to all"])
def test_a_folder_that_is_none_of_its_own_costs_one_warning_each_way(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "cache"
    if kind == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        place.symlink_to(tmp_path / "elsewhere")
    elif kind == "file":
        place.write_bytes(b"mine")
    else:
        place.mkdir()
        place.chmod(0o777)
    cache, problems = told(place)
    for _ in range(3):
        cache.write("html", NAME, b"x")
        assert cache.read("html", NAME) is None
    cache.trim()
    assert [p.code for p in problems] == ["W491", "W493"]
    assert all("The build goes on without it." in str(p) for p in problems)
    assert kind != "file" or place.read_bytes() == b"mine"
    assert kind != "link" or not list((tmp_path / "elsewhere").iterdir())


FULL = """
import resource, sys
from pathlib import Path
from reportgen.cache import Cache
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
cache = Cache(Path(sys.argv[1]), warn=print)
for name in "abc":
    cache.write("html", name, b"x" * 5000)
    assert cache.read("html", name) is None
"""


def test_a_full_disk_is_one_warning_and_leaves_nothing(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path / "c")], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == f"warning[W491] {tmp_path / 'c'} the cache cannot be written: file too large. The build goes on without it.\n"
    assert not list((tmp_path / "c" / "html").iterdir())


def test_trimming_keeps_the_limit_and_what_was_used_last(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=5000)
    for number in range(10):
        cache.write("html", f"{number}", b"x" * 900)
        os.utime(tmp_path / "html" / f"{number}", (number, number))
    assert cache.read("html", "0")  # used just now
    living, dead = tmp_path / "html" / f".part-{os.getpid()}-x", tmp_path / "html" / ".part-999999999-x"
    living.write_bytes(b"half")
    os.utime(living, (0, 0))
    dead.write_bytes(b"half")
    cache.trim()
    assert sorted(p.name for p in (tmp_path / "html").iterdir()) == [living.name, "0", "6", "7", "8", "9"]
    assert sum(p.stat().st_size for p in (tmp_path / "html").iterdir()) <= 5000 + 4


def _work(folder: Path, seed: int, rounds: int) -> None:
    chance, problems = random.Random(seed), list[Problem]()  # noqa: S311 - choice, no secret
    cache = Cache(folder, limit=20_000, warn=problems.append)
    for _ in range(rounds):
        name = f"{chance.randrange(12)}"
        data = cache.read("html", name)
        assert data is None or data == name.encode() * 3000, "wrong bytes"
        cache.write("html", name, name.encode() * 3000)
        cache.trim()
    assert not problems, str(problems[0])


def test_builds_side_by_side_never_see_wrong_bytes(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work, args=(tmp_path, seed, 100)) for seed in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * 4
    Cache(tmp_path, limit=20_000).trim()
    assert 0 < sum(p.stat().st_size for p in (tmp_path / "html").iterdir()) <= 20_000


def test_a_key_knows_names_and_values_and_no_order() -> None:
    assert key({"a": "1", "b": "2"}) == key({"b": "2", "a": "1"})
    assert len({key({"a": "1", "b": "2"}), key({"a": "2", "b": "1"}), key({"a": '1","b":"2'}), key({"a": "1"}), key({})}) == 5


@pytest.mark.parametrize(
    ("before", "hit", "why"),
    [
        ({"points": "1", "locale": "en"}, True, "unchanged"),
        ({"points": "2", "locale": "en"}, True, "made so before"),
        (None, True, "made so before"),
        (None, False, "made for the first time"),
        ({"points": "2", "locale": "de"}, False, "changed: points, locale"),
        ({"points": "1", "locale": "en", "theme": "x"}, False, "changed: theme"),
        ({"points": "1", "locale": "en"}, False, "no longer kept"),
    ],
)
def test_why_a_part_was_found_or_not(before: dict[str, str] | None, hit: bool, why: str) -> None:
    assert explain(before, {"points": "1", "locale": "en"}, hit) == why


def test_the_memory_of_a_report(tmp_path: Path) -> None:
    cache, problems = told(tmp_path)
    assert cache.memory("a") == {}
    cache.remember("a", {"facts": {"seeds": "1"}})
    assert cache.memory("a") == {"facts": {"seeds": "1"}}
    assert cache.memory("b") == {}
    cache.write("memory", key({"report": "a"}), json.dumps([1]).encode())
    assert cache.memory("a") == {}
    cache.write("memory", key({"report": "a"}), b"\xff{")
    assert cache.memory("a") == {}
    assert not problems


def test_reading_loads_nothing_heavy() -> None:
    code = (
        "import sys; from pathlib import Path; from reportgen.cache import Cache; Cache(Path('none')).read('a', 'b'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    loaded = set(done.stdout.split())
    assert not loaded & {"pickle", "pydantic", "yaml", "ruamel", "decimal", "pandas", "matplotlib", "weasyprint"}
    assert {name for name in loaded if name.startswith("reportgen")} == {
        "reportgen",
        "reportgen.cache",
        "reportgen.model",
        "reportgen.model.problem",
    }
