"""The small widgets that panels are made of, by one name each."""

from bpexplorer.look.widgets.cards import Card, CardDock, PanelTitle, lay_out_cards
from bpexplorer.look.widgets.colour_bar import ColourBar
from bpexplorer.look.widgets.formula import FormulaLabel
from bpexplorer.look.widgets.labels import (
    Caption,
    EmptyState,
    NumberLabel,
    SectionHeading,
    SteadyLabel,
    SteadySentence,
)
from bpexplorer.look.widgets.message_bar import MessageAction, MessageBar
from bpexplorer.look.widgets.rows import Divider, LabelledRow, Section, ToolGroup, pad_spin_box

__all__ = [
    "Caption",
    "Card",
    "CardDock",
    "ColourBar",
    "Divider",
    "EmptyState",
    "FormulaLabel",
    "LabelledRow",
    "MessageAction",
    "MessageBar",
    "NumberLabel",
    "PanelTitle",
    "Section",
    "SectionHeading",
    "SteadyLabel",
    "SteadySentence",
    "ToolGroup",
    "lay_out_cards",
    "pad_spin_box",
]
