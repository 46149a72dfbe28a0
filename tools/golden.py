"""Makes everything anew that tests/golden holds, says in words what changed, and stores it.

make golden            all of it
tools/golden.py NAME   only some: fragments, charts, or a report
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support import golden, machine, makings

SHOWN = 40
"""So many changes of one part are printed; the rest are counted."""


def main(names: list[str]) -> int:
    """0 when all that was asked for is stored, 1 when a brief could not be built."""
    known = ["fragments", "charts", makings.CASE, *makings.reports()]
    if strange := [name for name in names if name not in known]:
        print(f"no part called {', '.join(strange)}. Known: {', '.join(known)}.")
        return 2
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name in names or known:
            try:
                made = makings.part(name, Path(folder))
            except AssertionError as bad:
                print(f"{name} cannot be built, so its files stay as they are:\n{bad}")
                failed = True
                continue
            store(name, made)
    if not failed and not names:
        golden.drop({*known, machine.FILE})
        (golden.FOLDER / machine.FILE).write_bytes(machine.encoded())
    return int(failed)


def store(name: str, made: golden.Files) -> None:
    """Writes a part and prints what changed."""
    found = golden.changes(golden.expected(name), made)
    print(f"{name}: {'nothing changed' if not found else f'{len(found)} changes' if len(found) > 1 else 'one change'}")
    for line in found[:SHOWN]:
        print(f"  {line}")
    if len(found) > SHOWN:
        print(f"  and {len(found) - SHOWN} more; see the difference of tests/golden/{name}")
    golden.write(name, made)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
