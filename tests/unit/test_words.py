"""Nothing that the program or its guide says holds a phrase that was given up."""

import pytest

from bpexplorer import assets
from tests import kept_names
from tests.words import found_in, texts_of_source

ROOT = assets.asset("guide.md").parents[1]


def test_a_phrase_is_found_wherever_it_stands_and_not_inside_another_word() -> None:
    texts = [("a", "what δ\n foretold"), ("b", "the missing one"), ("c", "A restraint, unfaded")]
    assert [each.split(":")[0] for each in found_in(texts)] == ["a"]


def test_no_text_in_the_source_holds_one() -> None:
    assert found_in(texts_of_source(ROOT / "bpexplorer")) == []


@pytest.mark.parametrize("name", ["resources/guide.md", "README.md"])
def test_no_page_holds_one(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert (
        found_in((f"{name}, paragraph {number}", each) for number, each in enumerate(text.split("\n\n")))
        == []
    )


def test_no_resource_holds_one() -> None:
    files = sorted((ROOT / "resources").rglob("*.json"))
    assert files
    assert found_in((file.name, file.read_text(encoding="utf-8")) for file in files) == []


@pytest.mark.parametrize("command", kept_names.COMMANDS)
def test_no_help_of_the_command_line_holds_one(command: str) -> None:
    text = kept_names.run(command, "--help")
    assert text
    assert found_in([(command, text)]) == []
