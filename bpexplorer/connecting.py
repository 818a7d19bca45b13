"""Connections to slots that Qt has itself."""

from PySide6.QtCore import SIGNAL, SLOT, QObject, Qt


def connect_qt(
    sender: QObject,
    signal: str,
    receiver: QObject,
    slot: str,
    kind: Qt.ConnectionType = Qt.ConnectionType.AutoConnection,
) -> None:
    """Connect a signal to a slot of Qt's own; both are named as in C++, as ``"finished(int)"`` and ``"deleteLater()"``.

    WORKAROUND: of ``sender.finished.connect(receiver.deleteLater)``, where the slot isn't written in Python, PySide
    6.11 keeps some 180 bytes for ever. A window has thirty of them.

    Raises
    ------
    RuntimeError
        If there is no such signal or slot.
    """
    # For a name that isn't there PySide makes a signal, or a slot, that nobody has.
    if sender.metaObject().indexOfSignal(signal) < 0 or receiver.metaObject().indexOfSlot(slot) < 0:
        raise RuntimeError(
            f"{type(sender).__name__}.{signal} can't be connected to {type(receiver).__name__}.{slot}"
        )
    QObject.connect(sender, SIGNAL(signal), receiver, SLOT(slot), kind)
