"""What the dialog on one's own data answers. No Qt."""

from dataclasses import dataclass
from typing import Literal

from bpexplorer.data.choice import TableChoice
from bpexplorer.project.outputs import Outputs

#: The answer that asks for another file.
Another = Literal["another"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken, whether the run begins with the weights as they are, and what is to predict it: None for
    what does so now."""

    choice: TableChoice
    keep_weights: bool = False
    outputs: Outputs | None = None
