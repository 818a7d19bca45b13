"""The options of ``train`` that speak of layers, neurons and connections, as the edits that the window makes too.

A place is a layer ``2``, a neuron of it ``2:3``, or the connection from neuron 1 of the layer before into that neuron,
``2:3:1``: layer l, row j and column k of w_jk. Instead of a number, ``0,4-7`` means several.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.masks import Freeze, FreezeConnections, RemoveBiases, RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.spec import MAX_LAYER_SIZE, NetworkSpec, Neuron
from bpexplorer.translation import tr

#: Gives the edit that was asked for, once the network is known.
Request = Callable[[NetworkSpec], Edit]

_PLACES = tr("Write LAYER, LAYER:NEURON or LAYER:NEURON:FROM, such as 2, 2:3 or 2:3:1.")


@dataclass(frozen=True, slots=True)
class Place:
    """A layer, or some neurons of it, or the connections into them from some neurons of the layer before."""

    layer: int
    neurons: tuple[int, ...] | None = None
    sources: tuple[int, ...] | None = None

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Read a place as it is written on the command line; raises InvalidNetworkError."""
        layer, *numbers = text.split(":")
        if len(numbers) > 2:
            raise InvalidNetworkError(
                tr("“{text}” is no place in a network. {places}", text=text, places=_PLACES)
            )
        return cls(_number(layer, text), *(_numbers(each, text) for each in numbers))

    @property
    def connections(self) -> tuple[tuple[int, int], ...]:
        """Every (target, source) that is meant."""
        return tuple(product(self.neurons or (), self.sources or ()))


def freeze(text: str, spec: NetworkSpec, *, frozen: bool) -> Edit:
    """Keep the parameters at a place from being trained, or let them be."""
    place = Place.parse(text)
    if place.sources is not None:
        return FreezeConnections(place.layer, place.connections, frozen)
    neurons = place.neurons
    return Freeze(
        place.layer, tuple(range(spec.layer(place.layer).size)) if neurons is None else neurons, frozen
    )


def remove(text: str, _spec: NetworkSpec, *, removed: bool) -> Edit:
    """Take connections out, or bring them back."""
    place = Place.parse(text)
    if place.sources is None:
        raise InvalidNetworkError(
            tr("“{text}” names no connection. Write LAYER:NEURON:FROM, such as 2:3:1.", text=text)
        )
    return RemoveConnections(place.layer, place.connections, removed)


def set_biases(text: str, _spec: NetworkSpec, *, removed: bool) -> Edit:
    """Let a layer have no biases, or bring them back."""
    return RemoveBiases(_number(text, text), removed)


def set_dropout(text: str, _spec: NetworkSpec) -> Edit:
    """Leave out a share of a hidden layer in each step."""
    layer, share = _assignment(text, tr("LAYER=SHARE, such as 1=0.5"))
    return SetDropout(_number(layer, text), share)


def hold(text: str, _spec: NetworkSpec) -> Edit:
    """Train on with Δz added to a neuron's z."""
    at, dz = _assignment(text, tr("LAYER:NEURON=DZ, such as 2:3=0.25"))
    place = Place.parse(at)
    if place.neurons is None or len(place.neurons) != 1 or place.sources is not None:
        raise InvalidNetworkError(
            tr("A demon holds one neuron, not “{at}”. Write LAYER:NEURON=DZ, such as 2:3=0.25.", at=at)
        )
    return HoldDemon(Neuron(place.layer, place.neurons[0]), dz)


def _let_go(_spec: NetworkSpec) -> Edit:
    return LetGo()


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the options. Edits gather in ``edits``, in the order of the command line."""
    group = parser.add_argument_group(
        "layers",
        tr(
            "PLACE is LAYER, LAYER:NEURON or LAYER:NEURON:FROM, such as 2, 2:3 or 2:3:1, "
            "counted from 0, the input layer being layer 0. FROM is a neuron of the layer "
            "before; 0,4-7 means several. All can be repeated."
        ),
    )
    group.add_argument(
        "--layers",
        metavar="N,N,…",
        help=tr("sizes from input to output, or on new data of the hidden layers; starts over, drawn anew"),
    )
    group.add_argument("--activations", metavar="A,A,…", help=tr("one for each layer behind the input"))
    for flag, metavar, request, text in (
        ("--dropout", "LAYER=SHARE", set_dropout, tr("leave out this share of a hidden layer in each step")),
        (
            "--freeze",
            "PLACE",
            partial(freeze, frozen=True),
            tr("keep what leads into PLACE from being trained"),
        ),
        ("--unfreeze", "PLACE", partial(freeze, frozen=False), tr("let it be trained again")),
        ("--remove", "PLACE", partial(remove, removed=True), tr("take connections out")),
        ("--bring-back", "PLACE", partial(remove, removed=False), tr("bring removed connections back")),
        ("--no-bias", "LAYER", partial(set_biases, removed=True), tr("take the biases from a layer")),
        ("--bias", "LAYER", partial(set_biases, removed=False), tr("give them back")),
        ("--hold", "LAYER:NEURON=DZ", hold, tr("let a demon add DZ to a neuron's z while training goes on")),
    ):
        group.add_argument(
            flag, dest="edits", action="append", metavar=metavar, type=_later(request), help=text
        )
    group.add_argument(
        "--let-go", dest="edits", action="append_const", const=_let_go, help=tr("train on without a held Δz")
    )
    parser.set_defaults(edits=None)


def _later(request: Callable[[str, NetworkSpec], Edit]) -> Callable[[str], Request]:
    """What reads an option keeps its text until the network is known."""
    return lambda text: partial(request, text)


def _assignment(text: str, example: str) -> tuple[str, float]:
    name, sign, value = text.partition("=")
    try:
        if sign:
            return name, float(value)
    except ValueError:
        pass
    raise InvalidNetworkError(tr("“{text}” sets nothing; write {example}.", text=text, example=example))


def _number(text: str, whole: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise InvalidNetworkError(
            tr(
                "“{whole}” is no place in a network: “{text}” is no number. {places}",
                whole=whole,
                text=text,
                places=_PLACES,
            )
        )
    return int(text)


def _numbers(text: str, whole: str) -> tuple[int, ...]:
    """Several numbers: 0,4-7."""
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin, end = _number(first, whole), _number(last if dash else first, whole)
        if not begin <= end < MAX_LAYER_SIZE:
            raise InvalidNetworkError(
                tr("“{whole}”: {part} means no neurons. {places}", whole=whole, part=part, places=_PLACES)
            )
        found += range(begin, end + 1)
    return tuple(dict.fromkeys(found))
