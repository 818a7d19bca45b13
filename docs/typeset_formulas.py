"""Typesets the formulas of a first window, so that none waits for the typesetter: `python docs/typeset_formulas.py`.

They are what *Where δ comes from* shows first of a network of up to four layers. Run it anew when their LaTeX changes,
or with another version of ziamath; a test holds the file to what is typeset now.
"""

import json
from dataclasses import asdict
from itertools import product
from pathlib import Path

from bpexplorer.assets import resources_folder
from bpexplorer.core.origin import SumKind
from bpexplorer.look.widgets.formula import BEFOREHAND, SIZE_BEFOREHAND, typeset_now
from bpexplorer.panels.origin.formulas import formula_of

LAYERS = range(1, 5)


def first_formulas() -> list[str]:
    """Their LaTeX."""
    kinds = (SumKind.OUTPUT, SumKind.NEXT)
    return [formula_of(kind, layer, mean=False).latex for kind, layer in product(kinds, LAYERS)]


def main() -> None:
    """Write them into the program's resources."""
    made = {latex: asdict(typeset_now(latex, SIZE_BEFOREHAND)) for latex in first_formulas()}
    path = Path(resources_folder()) / BEFOREHAND
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
