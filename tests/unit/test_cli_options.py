"""The command ``options`` tells all that there is, and nothing that there isn't."""

import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import bpexplorer
from bpexplorer.cli import main
from bpexplorer.cli.changes import changed
from bpexplorer.cli.options import CHOICES, set_options
from bpexplorer.cli.parser import make_parser
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.training.config import CHOICES_WITH_SETTINGS, CONFIG_NUMBERS, TrainingConfig
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.project.presets import preset
from tests.commands import answer, refusal

ROOT = Path(bpexplorer.__file__).parents[1]
KEYS = [field.name for field in fields(TrainingConfig) if not field.name.endswith("_settings")]


def by_name(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in found}


def test_every_field_of_a_configuration_is_listed_with_its_default(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = by_name(answer(capsys, "options")["set"])
    assert sorted(found) == sorted(KEYS)
    assert {name: one["default"] for name, one in found.items()} == {
        name: getattr(TrainingConfig(), name) for name in KEYS
    }
    assert all(one["range"] for one in found.values())


def test_every_choice_is_listed_with_its_formula_and_settings(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "options")
    keys = by_name(found["set"])
    assert tuple(CHOICES) == tuple(name for name in CHOICES if name in CHOICES_WITH_SETTINGS)
    assert set(CHOICES) == set(CHOICES_WITH_SETTINGS)
    for field, vocabulary in CHOICES.items():
        listed = by_name(keys[field]["options"])
        assert list(listed) == list(vocabulary)
        for name, one in vocabulary.items():
            assert listed[name]["formula"] == one.formula
            settings = by_name(listed[name].get("options", []))
            assert {key: value["default"] for key, value in settings.items()} == {
                setting.name: setting.default for setting in one.settings
            }
    assert list(by_name(keys["cost"]["options"])) == list(COSTS)
    activations = by_name(by_name(found["layers"])["--activations"]["options"])
    assert list(activations) == list(ACTIVATIONS)


def test_the_list_is_text_with_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["options"]) == 0
    lines = capsys.readouterr().out.splitlines()
    [rate] = [line for line in lines if line.startswith("  learning_rate")]
    assert " ".join(rate.split()) == "learning_rate = between 0 and 1000 (0.15) w ← w − η ∂C/∂w"
    assert sum(line.startswith("      beta1 = at least 0 and below 1 (0.9)") for line in lines) == 2
    for name in [name for option in set_options() for name in option.names()]:
        assert any(line.split()[:1] == [name] for line in lines), name


def test_a_name_is_explained_and_one_that_is_misspelt_is_proposed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["options", "momentum"]) == 0
    text = capsys.readouterr().out
    assert "A ball that rolls" in text  # the optimizer
    assert "momentum = at least 0 and below 1 (0.9)\n    How much of the velocity" in text  # its setting
    assert len(answer(capsys, "options", "beta1")["options"]) == 1
    assert "There is no option called 'beta3'. Is beta2 meant?" in refusal(capsys, "options", "beta3")


@pytest.mark.parametrize("name", [*CONFIG_NUMBERS, *STOPPING_RULES])
def test_the_ends_of_a_range_are_taken_and_what_lies_beyond_is_refused(name: str) -> None:
    number = CONFIG_NUMBERS.get(name)
    low, high = (number.low, number.high) if number else (0, STOPPING_RULES[name].high)
    for value in (low, high):
        assert getattr(changed(TrainingConfig(), [f"{name}={value:.10g}"]), name) == value
    for beyond in (low - 1, high * 2):
        with pytest.raises(InvalidConfigError):
            changed(TrainingConfig(), [f"{name}={beyond:.10g}"])


def test_a_setting_of_another_choice_is_told_where_it_belongs() -> None:
    with pytest.raises(
        InvalidConfigError, match="setting of the optimizer adam or adamw, which isn't in use"
    ):
        changed(TrainingConfig(), ["beta1=0.5"])
    assert changed(TrainingConfig(), ["beta1=0.5", "optimizer=adamw"]).optimizer_settings["beta1"] == 0.5


@pytest.mark.parametrize("document", ["resources/guide.md", "README.md"])
def test_every_command_in_the_documents_can_be_given(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    commands = re.findall(r"^(?:\.venv/bin/)?bpexplorer (.+?)(?:#.*)?$", text, flags=re.MULTILINE)
    assert len(commands) >= 3
    for command in commands:
        options = make_parser().parse_args(shlex.split(command))
        for request in getattr(options, "edits", None) or ():
            request(preset("digits").plan.spec)
