"""The lines below the canvas: what the colours mean, and how large the network is shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from bpexplorer.canvas.chrome.legend_lines import LegendLines
from bpexplorer.canvas.picture.legend import ColourLegend
from bpexplorer.guard import guard
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import PADDING, SPACING, set_role
from bpexplorer.look.widgets import Caption, ColourBar
from bpexplorer.translation import tr

_BAR_WIDTH = 400


class CanvasFoot(QWidget):
    """Colour bar of the neurons, what else is explained, and the buttons Rescale and Fit."""

    refit_clicked = Signal()
    fit_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = ColourBar(SignedScale(1.0), parent=self)
        self.bar.setObjectName("canvas_colour_bar")
        self.bar.setMaximumWidth(_BAR_WIDTH)
        #: In place of the bar where nothing is coloured.
        self.words = Caption("", self)
        self.words.setObjectName("canvas_scale_words")
        self.words.hide()
        self.lines = LegendLines(self)
        self.lines.setObjectName("edges_caption")
        self.state = Caption("", self)
        self.state.setObjectName("canvas_state")
        self.refit = QPushButton(tr("Rescale"), self)
        self.refit.setObjectName("canvas_refit")
        self.refit.setAccessibleName(tr("Rescale the colours"))
        self.refit.setToolTip(
            tr("Choose the ends of the colour scales anew, so that no number lies beyond them")
        )
        self.fit = QPushButton(tr("Fit 100 %"), self)
        self.fit.setObjectName("canvas_fit")
        self.fit.setAccessibleName(tr("Fit the network into the view"))
        self.fit.setToolTip(tr("Show the whole network (F); the number is the zoom"))
        for button, icon in ((self.refit, "refit"), (self.fit, "fit")):
            set_role(button, "flat")
            set_icon(button, icon, color_role="secondary")
        # The widest number: the button keeps its place while the zoom changes.
        self.fit.setText(tr("Fit 1200 %"))
        self.fit.setMinimumWidth(self.fit.sizeHint().width())
        self.refit.clicked.connect(self._on_refit_clicked)
        self.fit.clicked.connect(self._on_fit_clicked)
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(PADDING, 0, PADDING, SPACING)
        grid.setHorizontalSpacing(SPACING)
        grid.setVerticalSpacing(2)
        for each in (self.bar, self.words):
            kept = each.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            each.setSizePolicy(kept)
            grid.addWidget(each, 0, 0)
        grid.addWidget(self.state, 0, 1)
        grid.addWidget(self.refit, 0, 2)
        grid.addWidget(self.fit, 0, 3)
        grid.addWidget(self.lines, 1, 0, 1, 4)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 1)

    def show_legend(self, legend: ColourLegend) -> None:
        """Describe the colours."""
        self.bar.set_scale(legend.scale, clipped=legend.clipped)
        self.bar.set_words(low=legend.low, high=legend.high, note=legend.note)
        self.words.setText(legend.note)
        self.bar.setVisible(legend.is_coloured)
        self.words.setVisible(not legend.is_coloured)
        self.lines.set_entries(legend.entries)

    def show_zoom(self, zoom: float) -> None:
        """Say how large the network is shown."""
        self.fit.setText(tr("Fit {zoom} %", zoom=round(100 * zoom)))

    def show_state(self, text: str) -> None:
        """Say what the canvas waits for."""
        if text != self.state.text():
            self.state.setText(text)

    @guard
    def _on_refit_clicked(self) -> None:
        self.refit_clicked.emit()

    @guard
    def _on_fit_clicked(self) -> None:
        self.fit_clicked.emit()
