"""How the names of files end, and which kind of file they say."""

from pathlib import Path

import pytest

from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.kinds import (
    HISTORY,
    PROJECT,
    FileKind,
    check_name,
    contradiction,
    kind_of,
    kinds,
    with_ending,
    without_ending,
)
from bpexplorer.project.weights import FORMATS, format_for

STEMS = ("w", "net v1.2", "größe", "a.json.b", ".hidden")


def is_allowed(kind: FileKind, other: FileKind) -> bool:
    return kind is other or (kind, other) == (FORMATS["network2"], FORMATS["json"])


@pytest.mark.parametrize("stem", STEMS)
def test_a_name_made_for_a_kind_says_it_and_is_proposed_again_without_it(stem: str) -> None:
    for kind in kinds():
        name = with_ending(stem, kind)
        assert name == stem + kind.extension
        assert kind_of(name) is kind
        assert kind_of(name.upper()) is kind
        assert with_ending(name, kind) == name
        assert without_ending(name) == stem


def test_a_name_of_another_kind_contradicts_but_for_json_that_is_for_network2() -> None:
    for kind in kinds():
        for other in kinds():
            name = f"w{other.extension}"
            if is_allowed(kind, other):
                assert contradiction(name, kind) is None
                check_name(Path(name), kind)
                assert with_ending(name, kind) == name
            else:
                assert contradiction(name, kind) is other
                with pytest.raises(ProjectFileError, match=rf"ends in \{kind.extension}") as caught:
                    check_name(Path(name), kind)
                assert caught.value.code == "contradiction"
                assert with_ending(name, kind) == f"w{kind.extension}"


def test_a_name_that_says_no_kind_contradicts_none() -> None:
    for name in ("w", "w.txt", "net v1.2", "-"):
        assert kind_of(name) is None
        for kind in kinds():
            check_name(Path(name), kind)


def test_weights_are_called_alike_where_the_ending_alone_decides() -> None:
    for entry in FORMATS.values():
        assert format_for(Path(f"w{entry.extension}")) is kind_of(f"w{entry.extension}") is entry
    assert not {PROJECT, HISTORY} & set(FORMATS.values())
