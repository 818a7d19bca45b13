"""Small tables for tests, written down as rows."""

import csv
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.table.table import Column, Kind, Origin, Reading, Table
from bpexplorer.project.project import Project
from bpexplorer.project.suited import suited_plan

Cell = float | str | None


def column(name: str, cells: Sequence[Cell], kind: Kind | None = None) -> Column:
    """A column of these cells, None where one is missing; texts are categories in their alphabetical order."""
    missing = np.array([cell is None for cell in cells])
    texts = sorted({cell for cell in cells if isinstance(cell, str)})
    if texts:
        codes = [-1 if cell is None else texts.index(str(cell)) for cell in cells]
        return Column(name, kind or Kind.CATEGORY, np.array(codes, dtype=np.int32), missing, tuple(texts))
    numbers = np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
    return Column(name, kind or Kind.NUMBER, numbers, missing)


def table(**columns: Sequence[Cell]) -> Table:
    """A table of these columns, from a file that is long gone."""
    origin = Origin(
        "flowers.csv", 1234, "0" * 64, "2026-11-30T10:41:53Z", Reading(delimiter=";", decimal=",")
    )
    return Table(tuple(column(name, cells) for name, cells in columns.items()), origin)


def flowers(rows: int = 60, seed: int = 0) -> Table:
    """Two kinds of flowers that their leaves tell apart, from three islands, with a few values missing."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 2, rows)
    long = 4.0 + 2.0 * kinds + 0.3 * rng.standard_normal(rows)
    wide = 1.0 + 0.5 * kinds + 0.1 * rng.standard_normal(rows)
    islands = rng.choice(["Biscoe", "Dream", "Torgersen"], rows)
    return table(
        long=[None if row == 3 else value for row, value in enumerate(long.tolist())],
        wide=wide.tolist(),
        island=[None if row % 7 == 2 else str(name) for row, name in enumerate(islands)],
        species=[("iris", "rose")[kind] for kind in kinds],
    )


def flower_choice(**changes: Any) -> TableChoice:
    """The flowers as they are proposed, with other settings if wanted."""
    return replace(table_choice(flowers()), **changes)


def project_on(choice: TableChoice, steps: int = 7) -> Project:
    """A project on a table that has trained for some steps."""
    project = Project.at_start(suited_plan(choice))
    trainer = Trainer(project.state)
    trainer.advance(steps, math.inf)
    return replace(project, state=trainer.state())


def written(made: Table, path: Path) -> Path:
    """A table as CSV, with semicolons and decimal commas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(made.names)
        for row in range(made.rows):
            rows.writerow([column.text(row).replace(".", ",") for column in made.columns])
    return path
