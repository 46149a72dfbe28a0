"""What one language says does not depend on which others have spoken in the process."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations

import pytest

from reportgen.text.data import known

SAY = """
import sys
from reportgen.audit.moments import _names
from reportgen.text.data import read
from reportgen.text.dates import DATE_FORMS, PERIOD_FORMS, show_date, show_period
from reportgen.model.period import parse
for tag in sys.argv[1:]:
    _names(tag.replace("-", "_"))
    dates = [show_date(parse(f"2023-{m:02}-05").end, read(tag), form) for m in range(1, 13) for form in DATE_FORMS]
    print(tag, dates, [show_period(parse(f"2023-{m:02}"), read(tag), form) for m in range(1, 13) for form in PERIOD_FORMS])
"""


@pytest.mark.parametrize("order", [order for order in permutations(known()) if order[0] != "de"][::3], ids=" ".join)
def test_dates_do_not_depend_on_the_order_of_languages(order: tuple[str, ...]) -> None:
    said = subprocess.run([sys.executable, "-c", SAY, *order], capture_output=True, text=True, check=True).stdout
    alone = (subprocess.run([sys.executable, "-c", SAY, tag], capture_output=True, text=True, check=True).stdout for tag in order)
    assert said == "".join(alone)
