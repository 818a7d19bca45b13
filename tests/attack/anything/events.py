"""What can be done to a window, as values: an event names what it is done to, and is a line of a journal.

Places are names and thousandths rather than pixels, so that an event still means something when those before it are
left out.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

#: The first line of a journal says what to do with it.
HEAD = "# python -m tests.attack.anything replay THIS"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is done to a window. All its fields are plain values."""


@dataclass(frozen=True, slots=True)
class Mouse(Event):
    """``act`` is press, double, move or release; ``where`` is a place (`places`), ``x`` and ``y`` thousandths of it."""

    act: str
    where: str
    x: int = 500
    y: int = 500
    button: str = "left"
    modifier: str = ""


@dataclass(frozen=True, slots=True)
class Wheel(Event):
    """The wheel turns over a place, by so many eighths of a degree."""

    where: str
    x: int
    y: int
    turn: int
    modifier: str = ""


@dataclass(frozen=True, slots=True)
class RightClick(Event):
    """The menu of a place is asked for."""

    where: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Key(Event):
    """A key, pressed and released, for what has the keyboard, or for a place."""

    key: str
    modifier: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Type(Event):
    """Characters, for what has the keyboard."""

    text: str


@dataclass(frozen=True, slots=True)
class Enter(Event):
    """A text in place of the one that stands in a field, ended by a key or by none."""

    name: str
    text: str
    key: str = "Return"


@dataclass(frozen=True, slots=True)
class Click(Event):
    """On the middle of a widget, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Choose(Event):
    """An entry of a list box, by keys in its list."""

    name: str
    row: int


@dataclass(frozen=True, slots=True)
class Do(Event):
    """An action of the window, as a menu or shortcut does it."""

    action: str


@dataclass(frozen=True, slots=True)
class Answer(Event):
    """One of the buttons of the dialog that is open, by its place."""

    place: int


@dataclass(frozen=True, slots=True)
class NameFile(Event):
    """A name for the file dialog that is open; empty leaves it. ``agrees`` answers what Qt asks about it."""

    name: str
    agrees: bool = True


@dataclass(frozen=True, slots=True)
class OpenFile(Event):
    """A file, as from the list of recent ones."""

    name: str


@dataclass(frozen=True, slots=True)
class Drop(Event):
    """A file is dragged over a place and dropped there."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Touch(Event):
    """Somebody else writes to a file, or takes it away."""

    name: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Example(Event):
    """Another project is open, without a question."""

    name: str


@dataclass(frozen=True, slots=True)
class Data(Event):
    """Other data are chosen."""

    name: str


@dataclass(frozen=True, slots=True)
class Resize(Event):
    """The window gets another size."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Dock(Event):
    """A dock is opened, closed, made to float or put back, or moved beside, below or behind another one."""

    name: str
    act: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Clock(Event):
    """All clocks jump; back, only that of the day does."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Train(Event):
    """Play, and wait for so many steps."""

    steps: int


@dataclass(frozen=True, slots=True)
class Look(Event):
    """The window handles what has come meanwhile, and what comes for so long, and paints."""

    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class Late(Event):
    """From now on training and answers come so much later, as where a machine has much else to do."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class Calm(Event):
    """Everything is put down and paused, and all that is under way comes to its end."""


@dataclass(frozen=True, slots=True)
class Quit(Event):
    """The window is closed, whatever is unsaved, and another one is opened."""


@dataclass(frozen=True, slots=True)
class Check(Event):
    """Everything that must hold is looked at (`invariants`)."""


KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in Event.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Journal:
    """Events in their order, as a text with a line for each."""

    events: tuple[Event, ...]

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Journal":
        return cls(tuple(events))

    @classmethod
    def read(cls, text: str) -> "Journal":
        """Raises ValueError for a line that is no event. A last line without an end was cut off by a crash."""
        whole = text[: text.rfind("\n") + 1]
        return cls.of(from_line(line) for line in whole.splitlines() if line and not line.startswith("#"))

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in (HEAD, *map(to_line, self.events)))

    def __len__(self) -> int:
        return len(self.events)


def to_line(event: Event) -> str:
    """An event as one line of JSON."""
    return json.dumps({"do": type(event).__name__, **asdict(event)}, ensure_ascii=False)


def from_line(line: str) -> Event:
    """The event of a line; ValueError if it is none."""
    fields = json.loads(line)
    kind = KINDS.get(fields.pop("do", "")) if isinstance(fields, dict) else None
    if kind is None:
        raise ValueError(f"there is no such event: {line}")
    try:
        return kind(**fields)
    except TypeError as error:
        raise ValueError(f"{line}: {error}") from error


def counted(events: Sequence[Event]) -> dict[str, int]:
    """How many there are of each kind."""
    names = [type(event).__name__ for event in events]
    return {name: names.count(name) for name in KINDS if name in names}
