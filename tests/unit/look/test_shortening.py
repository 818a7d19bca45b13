"""Names that have too little room still differ."""

import pytest

from bpexplorer.look.shortening import apart

FLOWERS = ("sepal_length", "sepal_width", "petal_length", "petal_width")


def test_names_that_have_room_stay_as_they_are() -> None:
    assert apart(FLOWERS, 12, len) == FLOWERS


@pytest.mark.parametrize("room", range(3, 12))
def test_names_with_the_same_ends_differ_in_every_room_that_has_three_signs(room: int) -> None:
    shown = apart(FLOWERS, room, len)
    assert len(set(shown)) == len(FLOWERS)
    assert max(map(len, shown)) <= room


def test_what_all_names_begin_or_end_with_goes_first() -> None:
    names = ("mean radius of cell", "mean texture of cell", "mean smoothness of cell")
    assert apart(names, 13, len) == ("… radius…", "… texture…", "… smoothness…")


def test_numbers_in_names_are_never_cut() -> None:
    names = tuple(f"measurement {100 + number} of the day" for number in range(20))
    shown = apart(names, 6, len)
    assert all(str(100 + number) in name for number, name in enumerate(shown))


def test_where_nothing_helps_each_is_still_no_wider_than_its_room() -> None:
    assert all(len(name) <= 2 for name in apart(("aaaaaa", "aaaaab", "a" * 40, "###", ""), 2, len))
