"""The tables that come with the program are those that their README describes."""

import csv
from collections import Counter

import numpy as np
import pytest

from bpexplorer.assets import asset

COUNTS = {
    ("iris", "species"): {"setosa": 50, "versicolor": 50, "virginica": 50},
    ("wine", "cultivar"): {"cultivar 0": 59, "cultivar 1": 71, "cultivar 2": 48},
    ("breast_cancer", "diagnosis"): {"malignant": 212, "benign": 357},
    ("penguins", "species"): {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124},
}


def rows(name: str) -> list[dict[str, str]]:
    with asset(f"datasets/{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize(("name", "target"), COUNTS)
def test_each_class_has_as_many_rows_as_is_told(name: str, target: str) -> None:
    found = Counter(row[target] for row in rows(name))
    assert found == COUNTS[name, target]
    readme = asset("datasets/README.md").read_text(encoding="utf-8")
    assert f"`{name}.csv`" in readme
    assert f"{sum(found.values())}" in readme
    assert f"`{target}`" in readme


def test_penguins_have_the_missing_values_that_are_told() -> None:
    penguins = rows("penguins")
    missing = {column: sum(row[column] == "NA" for row in penguins) for column in penguins[0]}
    assert missing == {
        "species": 0,
        "island": 0,
        "bill_length_mm": 2,
        "bill_depth_mm": 2,
        "flipper_length_mm": 2,
        "body_mass_g": 2,
        "sex": 11,
        "year": 0,
    }


@pytest.mark.parametrize(("name", "target"), list(COUNTS)[:3])
def test_every_number_is_scikit_learn_s(name: str, target: str) -> None:
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn isn't installed to compare with")
    theirs, ours = getattr(datasets, f"load_{name}")(), rows(name)
    assert list(ours[0])[:-1] == list(theirs.feature_names)
    numbers = np.array([[float(cell) for cell in list(row.values())[:-1]] for row in ours])
    np.testing.assert_array_equal(numbers, theirs.data)
    names = [str(each).replace("class_", "cultivar ") for each in theirs.target_names]
    assert [row[target] for row in ours] == [names[label] for label in theirs.target]
