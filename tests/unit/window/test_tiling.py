"""How regions become rows and columns that fill a window: the drawn sizes, and any other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.document.workspaces import STAGE, Region, Workspace
from bpexplorer.window.workspaces import WORKSPACES, regions
from bpexplorer.window.workspaces.tiling import GAP, Size, boxes, pruned, shared, tile

DRAWN = Region(0, 0, STAGE.width, STAGE.height)


def lay_out(
    places: dict[str, Region], box: Region, least: dict[str, Size] | None = None
) -> dict[str, Region]:
    return boxes(tile(places), box, least or {})


@pytest.mark.parametrize("workspace", WORKSPACES)
def test_at_the_drawn_size_every_panel_stands_where_it_is_drawn_or_takes_what_is_missing(
    workspace: Workspace,
) -> None:
    places = regions(workspace)
    for name, box in lay_out(places, DRAWN).items():
        drawn = places[name]
        assert abs(box.x - (drawn.x - STAGE.x)) <= 1, name
        assert box.width >= drawn.width - 1, name
        assert box.height >= drawn.height - 1, name


@pytest.mark.parametrize("workspace", WORKSPACES)
@settings(max_examples=40)
@given(
    chosen=st.sets(st.integers(0, 5), min_size=1), width=st.integers(350, 900), height=st.integers(300, 700)
)
def test_whatever_is_open_fills_the_room_without_a_hole_or_an_overlap(
    workspace: Workspace, chosen: set[int], width: int, height: int
) -> None:
    every = list(regions(workspace).items())
    places = dict(every[index % len(every)] for index in chosen)
    taken = np.zeros((height, width), dtype=int)
    found = lay_out(places, Region(0, 0, width, height))
    assert found.keys() == places.keys()
    for box in set(found.values()):  # those of one place share it
        taken[int(box.y) : int(box.bottom), int(box.x) : int(box.right)] += 1
    assert taken.max() == 1
    # What is free is gaps, each 8 pixels wide: no square that is larger than a gap is free.
    free = np.pad(np.cumsum(np.cumsum(taken == 0, axis=0), axis=1), ((1, 0), (1, 0)))
    side = GAP + 1
    squares = free[side:, side:] - free[:-side, side:] - free[side:, :-side] + free[:-side, :-side]
    assert squares.max() < side * side


def test_none_gets_less_than_it_needs_and_the_others_pay_for_it() -> None:
    places = regions(Workspace.EXPLORE)
    found = lay_out(places, Region(0, 0, 1008, 600), {"dock_origin": (306, 0), "dock_setup": (184, 0)})
    assert found["dock_origin"].width == found["dock_demon"].width == 306
    assert found["dock_setup"].width == 184
    assert found["dock_network"].width == 1008 - 306 - 184 - 2 * GAP


def test_panels_in_one_place_share_it() -> None:
    place = Region(8, 80, 200, 300)
    found = lay_out({"one": place, "other": place, "third": Region(216, 80, 100, 300)}, DRAWN)
    assert found["one"] == found["other"]
    assert found["one"].width == pytest.approx(2 * found["third"].width, abs=2)


def test_regions_that_overlap_are_laid_below_each_other() -> None:
    found = lay_out({"one": Region(0, 0, 100, 100), "other": Region(50, 50, 100, 100)}, DRAWN)
    assert found["other"].y == found["one"].bottom + GAP
    assert found["one"].width == DRAWN.width


@given(
    wanted=st.lists(st.integers(1, 900), min_size=1, max_size=6),
    least=st.lists(st.integers(0, 300), min_size=6, max_size=6),
    room=st.integers(0, 3000),
)
def test_a_length_is_shared_to_the_pixel_as_long_as_there_is_enough(
    wanted: list[int], least: list[int], room: int
) -> None:
    needs = least[: len(wanted)]
    parts = shared(room, wanted, needs)
    assert all(part >= need - 1 for part, need in zip(parts, needs, strict=True))
    assert sum(parts) == max(room, sum(needs))


def test_what_is_closed_leaves_its_room_to_those_that_it_was_cut_off_with() -> None:
    regions = {
        "curve": Region(0, 0, 700, 400),
        "update": Region(708, 0, 300, 400),
        "matrix": Region(0, 408, 500, 300),
        "tiles": Region(508, 408, 500, 300),
    }
    left = pruned(tile(regions), {"curve", "update", "matrix"})
    assert left is not None
    given = boxes(left, Region(0, 0, 1008, 708), {})
    assert given["matrix"] == Region(0, 408, 1008, 300)
    assert given["curve"].width == 700
    assert pruned(tile(regions), ()) is None
