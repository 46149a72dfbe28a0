"""Boxes, strokes, and labels pushed apart."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reportgen.charts.boxes import Box, Stroke, diagonals, spread

UNIT = Box(0, 0, 10, 10)


def test_boxes_overlap_by_their_common_area() -> None:
    assert UNIT.overlap(Box(8, 6, 12, 12)) == 8
    assert UNIT.overlap(Box(10, 0, 12, 10)) == 0


def test_a_box_sticks_out_by_its_farthest_edge() -> None:
    assert Box(-1, 2, 13, 4).outside(UNIT) == 3
    assert Box(1, 1, 2, 2).outside(UNIT) == 0


def test_a_stroke_knows_its_share_inside_a_box() -> None:
    assert Stroke(-10, 5, 10, 5).inside(UNIT) == 0.5
    assert Stroke(0, 0, 10, 10).inside(UNIT) == 1
    assert Stroke(-5, 12, 15, 12).inside(UNIT) == 0
    assert Stroke(12, -5, 12, 15).inside(UNIT) == 0


def test_labels_that_fit_stay_where_they_want_to_be() -> None:
    assert spread([2, 8, 20], [3, 3], 0, 30) == [2, 8, 20]


def test_labels_that_collide_share_the_shift() -> None:
    assert spread([10, 10], [4], 0, 30) == [8, 12]


def test_labels_are_kept_within_the_edges() -> None:
    assert spread([29, 30], [4], 0, 30) == [26, 30]
    assert spread([0, 1], [4], 0, 30) == [0, 4]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9), st.floats(0.5, 8))
def test_spread_keeps_order_gaps_and_edges(wanted: list[float], gap: float) -> None:
    placed = spread(sorted(wanted), [gap] * (len(wanted) - 1), 0, 100)
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(placed))
    assert placed[0] >= -1e-6
    assert placed[-1] <= 100 + 1e-6


@given(st.floats(0, 50), st.floats(0, 50), st.floats(1, 40), st.floats(1, 40))
def test_hatching_stays_inside_its_box_and_rises(x: float, y: float, wide: float, high: float) -> None:
    box = Box(x, y, x + wide, y + high)
    strokes = diagonals(box, 0.95)
    assert strokes or min(wide, high) < 1.5
    for stroke in strokes:
        assert Box(stroke.x0, stroke.y0, stroke.x1, stroke.y1).outside(box.grown(1e-6)) == 0
        assert abs((stroke.x1 - stroke.x0) - (stroke.y1 - stroke.y0)) < 1e-6
