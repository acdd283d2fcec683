"""What a page does for widgets, as far as it can be seen in a notebook: `ipywidgets.Output` catches outputs."""

from __future__ import annotations

from typing import Any

import comm
from comm.base_comm import BaseComm, CommManager

from course.grading.execution.outputs import Recorder, Sheet


class Widgets:
    """The far side of all widgets. Nothing is drawn and nobody moves a slider; only Output widgets do something."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._sheets: dict[str, Sheet] = {}
        self._filled: dict[str, Comm] = {}

    def connect(self) -> None:
        """Serve the widgets that are made from now on."""
        manager = CommManager()
        comm.create_comm = self._create
        comm.get_comm_manager = lambda: manager

    def heard(self, comm: Comm, kind: str, data: dict[str, Any]) -> None:
        """Take a message from a widget."""
        state = data.get("state") or {}
        if kind == "comm_open" and state.get("_model_name") == "OutputModel":
            self._sheets[comm.comm_id] = Sheet(list(state.get("outputs", ())))
        sheet = self._sheets.get(comm.comm_id)
        if sheet is None or "msg_id" not in state:
            return
        if state["msg_id"]:
            self._recorder.divert(sheet)
            self._filled[comm.comm_id] = comm
        else:
            self._recorder.restore(sheet)

    def answer(self) -> None:
        """Tell Output widgets what they have caught, as a page does when the cell is over."""
        filled, self._filled = self._filled, {}
        for name, one in filled.items():
            state = {"outputs": [dict(item) for item in self._sheets[name].items]}
            data = {"method": "update", "state": state, "buffer_paths": []}
            one.handle_msg({"content": {"data": data}, "buffers": []})

    def _create(self, *args: Any, **kwargs: Any) -> Comm:
        return Comm(self, *args, **kwargs)


class Comm(BaseComm):
    """A widget's line to the page."""

    def __init__(self, widgets: Widgets, *args: Any, **kwargs: Any) -> None:
        self._widgets = widgets
        super().__init__(*args, **kwargs)

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        """Hand a message to the other side."""
        self._widgets.heard(self, msg_type, data or {})
