"""Pages opened in a real Chromium, with axe-core asked what is wrong with them.

Axe-core comes in the package axe-playwright-python (axe-core-python still brings one from before WCAG 2.2). Chromium is
the one that the machine has, and nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from course.audit.chromium import HOW_TO_GET_IT, find_browser
from course.errors import CourseError

FLAGS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

WIDTHS: Final = (1280, 400)
"""CSS pixels: a desk, and a telephone."""

REFLOW: Final = 320
"""CSS pixels: what is left of 1,280 at a zoom of 400% (WCAG 1.4.10)."""

_ASKED: Final[Mapping[str, Any]] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    # Of WCAG 2.2, and switched off in axe-core unless it is asked for.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],  # the others are counted, but not told element by element: quicker
}
_UNFOLD: Final = "document.querySelectorAll('details').forEach(each => { each.open = true })"
_WIDER: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Seen:
    """What was found on a page at one width.

    Args:
        width: of the window, in CSS pixels.
        violations: "rule: the element's HTML" for each element that breaks a rule of WCAG 2.2 A or AA.
        passes: how many rules axe-core found something to hold against, and held.
        unsure: "rule: the element's HTML" where axe-core could not decide, and a person has to look.
        overflow: CSS pixels by which the page is wider than the window.
        reflow: the same in a window of `REFLOW`.
        requests: addresses that the page asked for, itself first; data: addresses are not among them.
        messages: what it wrote to the console.
    """

    width: int
    violations: list[str]
    passes: int
    unsure: list[str]
    overflow: int
    reflow: int
    requests: list[str]
    messages: list[str]


class Browser:
    """One Chromium for any number of pages; used as a context, or closed with `close`.

    Playwright keeps an event loop running in its thread, where no other code could then run one (nbclient's, say), so
    it gets a thread of its own.

    Args:
        program: the browser; the machine's own unless given.

    Raises:
        CourseError: when Playwright, axe-core or a browser is missing.
    """

    def __init__(self, program: Path | None = None) -> None:
        self._axe: Final = _axe()
        self._thread: Final = ThreadPoolExecutor(1, thread_name_prefix="browser")
        self._ends: Final = ExitStack()
        try:
            self._browser = self._thread.submit(self._start, program or the_browser()).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def look(self, page: Path, *widths: int) -> list[Seen]:
        """Open a page, its folded parts unfolded and the network off, and measure it at each width.

        Args:
            page: an HTML file.
            widths: of the window, in CSS pixels; `WIDTHS` unless given.
        """
        return self._thread.submit(self._look, page, widths or WIDTHS).result()

    def ask(self, page: Path, width: int, script: str, keys: Sequence[str] = ()) -> list[Any]:
        """Open a page, and evaluate a script before any key is pressed and after each of the keys.

        Args:
            page: an HTML file.
            width: of the window, in CSS pixels.
            script: an expression of JavaScript.
            keys: names of keys, as Playwright knows them ("Tab", "Enter").
        """
        return self._thread.submit(self._ask, page, width, script, keys).result()

    def close(self) -> None:
        """End the browser."""
        self._thread.submit(self._ends.close).result()
        self._thread.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, program: Path) -> Any:
        from playwright.sync_api import sync_playwright

        playwright = self._ends.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=str(program), args=list(FLAGS))
        self._ends.callback(browser.close)
        return browser

    def _open(self, page: Path, width: int, requests: list[str], messages: list[str]) -> Any:
        # Our pages forbid scripts; axe-core is one.
        tab = self._browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True, offline=True)
        tab.on("request", lambda request: requests.append(request.url))
        tab.on("console", lambda message: messages.append(message.text))
        tab.goto(page.resolve().as_uri())
        return tab

    def _look(self, page: Path, widths: Sequence[int]) -> list[Seen]:
        requests: list[str] = []
        messages: list[str] = []
        tab = self._open(page, widths[0], requests, messages)
        try:
            tab.evaluate(_UNFOLD)
            tab.evaluate(self._axe)
            tab.set_viewport_size({"width": REFLOW, "height": 900})
            reflow = int(tab.evaluate(_WIDER))
            return [self._measure(tab, width, reflow, requests, messages) for width in widths]
        finally:
            tab.close()

    def _measure(self, tab: Any, width: int, reflow: int, requests: list[str], messages: list[str]) -> Seen:
        tab.set_viewport_size({"width": width, "height": 900})
        found = tab.evaluate("asked => axe.run(document, asked)", dict(_ASKED))
        return Seen(
            width,
            _told(found["violations"]),
            len(found["passes"]),
            _told(found["incomplete"]),
            int(tab.evaluate(_WIDER)),
            reflow,
            [url for url in requests if not url.startswith("data:")],
            list(messages),
        )

    def _ask(self, page: Path, width: int, script: str, keys: Sequence[str]) -> list[Any]:
        tab = self._open(page, width, [], [])
        try:
            answers = [tab.evaluate(script)]
            for key in keys:
                tab.keyboard.press(key)
                answers.append(tab.evaluate(script))
            return answers
        finally:
            tab.close()


def the_browser() -> Path:
    """The browser of this machine.

    Raises:
        CourseError: when there is none, with how to get one.
    """
    found = find_browser()
    if found is None:
        raise CourseError(f"The audit opens pages in a browser of the Chromium family and found none: {HOW_TO_GET_IT}.")
    return found


def _axe() -> str:
    found = find_spec("axe_playwright_python")
    if found is None or not found.origin or find_spec("playwright") is None:
        raise CourseError(
            'Opening pages in a browser needs Playwright and axe-core: run `pip install -e ".[dev]"` in the course\'s '
            "folder."
        )
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def _told(results: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"{each['id']}: {node['html'][:200]}" for each in results for node in each["nodes"] if not _is_sign(node)]


def _is_sign(node: Mapping[str, Any]) -> bool:
    """Whether axe-core only hesitated because a text is a sign, such as a tick, and no word."""
    return any(isinstance(found := check.get("data"), dict) and found.get("messageKey") == "nonBmp"
               for check in node["any"])  # fmt: skip
