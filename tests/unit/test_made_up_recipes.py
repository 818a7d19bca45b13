"""The recipes of the documentation are those by which the tests add entries from outside."""

import inspect
import re
from pathlib import Path

import pytest

import bpexplorer
from tests.made_up.adding import MADE_UP

ROOT = Path(bpexplorer.__file__).parents[1]
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")


def test_the_printed_activation_is_the_one_that_the_tests_add() -> None:
    (printed,) = re.findall(r"```python\n(.*?)```", RECIPES, re.DOTALL)
    source = inspect.getsource(inspect.getmodule(MADE_UP["activation"][1]))  # type: ignore[arg-type]
    assert source.endswith(printed)
    assert len(printed) > 0.9 * len(source)


def test_each_kind_has_a_recipe_that_names_its_file_and_its_table() -> None:
    for kind, (table, one) in MADE_UP.items():
        file = Path(inspect.getfile(type(one)))
        assert kind == "activation" or f"`{file.relative_to(ROOT)}`" in RECIPES
        package = Path(inspect.getfile(type(next(iter(table.values()))))).parent
        assert f"`{package.relative_to(ROOT / 'bpexplorer')}/NAME.py`" in RECIPES


def test_an_entry_from_outside_is_one_file_that_imports_no_more_than_its_package_and_the_forms() -> None:
    for table, one in MADE_UP.values():
        source = inspect.getsource(inspect.getmodule(type(one)))  # type: ignore[arg-type]
        package = type(next(iter(table.values()))).__module__.rpartition(".")[0]
        imported = set(re.findall(r"^from (bpexplorer\S*) import", source, re.MULTILINE))
        allowed = {
            package,
            "bpexplorer.core.vocabularies.compiled_forms",
            "bpexplorer.core.vocabularies.setting",
            "bpexplorer.core.types",
        }
        assert imported <= allowed


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("largest_weight", "panels/entries.py"),
        ("flip", "core/edits/"),
        ("plain_text", "project/weights/"),
        ("count", "cli/parser.py"),
    ],
)
def test_panels_edits_formats_and_commands_have_recipes_too(file: str, table: str) -> None:
    assert f"`tests/made_up/{file}.py`" in RECIPES
    assert f"`{table}`" in RECIPES
    assert (ROOT / "bpexplorer" / table).exists()
