"""Frames that are taken: those of the document's newest edit, and no others."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.look.widgets.message_bar import MessageBar
from bpexplorer.project.presets import preset
from bpexplorer.window.intake import FrameIntake
from tests.frames import Training


@pytest.fixture
def document(qapp: QObject) -> NetworkDocument:
    return NetworkDocument(preset("xor").project().plan)


def test_a_frame_from_before_the_newest_edit_is_dropped_and_is_no_fault(
    document: NetworkDocument, qtbot: QtBot
) -> None:
    messages = MessageBar()
    qtbot.addWidget(messages)
    mailbox: list[Frame] = []
    live = SimpleNamespace(take_frame=lambda: mailbox.pop() if mailbox else None)
    intake = FrameIntake(document, live, messages, document)  # type: ignore[arg-type]
    plan = document.plan
    training = Training(
        plan.spec.sizes, plan.spec.activations, data="xor", cost=plan.config.cost, learning_rate=0.1
    )
    document.request(AddNeurons(1, 1))
    mailbox.append(training.frame(edit=document.posted - 1))
    with qtbot.assertNotEmitted(intake.disagreed):
        assert intake.take() is None
    assert intake.frame is None
    assert not mailbox
