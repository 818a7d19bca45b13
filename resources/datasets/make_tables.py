"""Write the tables from the copies in scikit-learn and palmerpenguins: ``python resources/datasets/make_tables.py``.

Every number stands as it does there, with all its digits, in the same order. What is added are the names of the
columns, which those files lack, and the names of the classes in place of their numbers.
"""

import csv
from importlib.util import find_spec
from pathlib import Path

import sklearn.datasets

HERE = Path(__file__).parent
SOURCES = Path(sklearn.datasets.__file__).with_name("data")
#: Of each file: what is predicted, and the names of the classes by their numbers.
CLASSES = {
    "iris": ("species", ("setosa", "versicolor", "virginica")),
    "wine": ("cultivar", ("cultivar 0", "cultivar 1", "cultivar 2")),
    "breast_cancer": ("diagnosis", ("malignant", "benign")),
}
LOADERS = {
    "iris": sklearn.datasets.load_iris,
    "wine": sklearn.datasets.load_wine,
    "breast_cancer": sklearn.datasets.load_breast_cancer,
}

for name, (target, classes) in CLASSES.items():
    source = SOURCES / ("wine_data.csv" if name == "wine" else f"{name}.csv")
    with source.open(newline="", encoding="utf-8") as file:
        _counts, *rows = csv.reader(file)
    with (HERE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*LOADERS[name]().feature_names, target])
        writer.writerows([*numbers, classes[int(label)]] for *numbers, label in rows)

found = find_spec("palmerpenguins")  # imported, it would want pandas
assert found is not None
assert found.origin is not None
(HERE / "penguins.csv").write_bytes((Path(found.origin).parent / "data" / "penguins.csv").read_bytes())
