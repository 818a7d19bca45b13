"""What the user's guide says in numbers, held against what the core computes."""

import re
from collections.abc import Sequence

from bpexplorer.assets import asset

#: A number as the guide writes it: its sign, thousands with commas, and its power of ten.
_NUMBER = re.compile(
    r"(?<![\w.₀-₉])(?P<sign>[+−-]?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?:×10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)
_POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def guide_text() -> str:
    return asset("guide.md").read_text(encoding="utf-8")


def passage(beginning: str, end: str = "\n\n") -> str:
    """The guide from these words on, to the end of the paragraph or to other words."""
    text = guide_text()
    assert text.count(beginning) == 1, f"“{beginning}” stands {text.count(beginning)} times in the guide"
    return text.split(beginning)[1].split(end)[0]


def said_numbers(text: str) -> list[tuple[float, float]]:
    """Every number of a text, with the unit of its last digit."""
    found = []
    for match in _NUMBER.finditer(text):
        digits = match["digits"].rstrip(",").replace(",", "")
        scale = 10.0 ** int((match["power"] or "0").translate(_POWERS))
        value = float(digits) * scale * (-1.0 if match["sign"] in ("−", "-") else 1.0)
        found.append((value, 10.0 ** -len(digits.partition(".")[2]) * scale))
    return found


def assert_says(text: str, values: Sequence[float]) -> None:
    """Each value stands in the text, in this order, rounded to the digits that are written."""
    said = said_numbers(text)
    place = 0
    for value in values:
        while place < len(said) and abs(value - said[place][0]) > 0.5001 * said[place][1]:
            place += 1
        assert place < len(said), f"{value:.6g} isn't said in: {' '.join(text.split())}"
        place += 1
