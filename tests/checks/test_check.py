"""`check(...)`: never raises, never gives too much, and nbgrader counts exactly what it gives."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hostile import MAKERS, anything, giving
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import determine_grade
from sane import assert_sane

from course.checks import Exercise, Mark, Slip, check, exercises
from course.checks.card import Card
from course.checks.tutorial import HOURS, hello
from course.mime import MARK as MIME
from course.quantities import GBP

SUM = Exercise(
    id="w99-sum",
    title="Sum",
    points=4,
    transfer_points=1,
    right=lambda price, grant: price - grant,
    inputs={"price": 900.0, "grant": 200.0},
    slips=(
        Slip("added", "price + grant", "You added. What does a grant do to a price?", points=1.5),
        Slip("price only", "price", "Where is the grant?", points=0),
    ),
    means="Left to pay: {answer}; with a second grant {less}.",
    facts=lambda price, grant: {"less": "£500"},
    asks="What is left to pay?",
    fill="Replace the three dots.",
    unit=GBP,
    nearest=1,
)
LIST = Exercise(
    id="w99-list",
    title="List",
    points=2,
    right=lambda: [1.0, 2.0],
    slips=(),
    means="{answer}.",
    asks="Which two?",
    fill="Fill in both.",
)
OTHER = {"price": 50.0, "grant": 20.0}
SETUP = (
    "from course.checks import check, notebook\n"
    "notebook.watch()  # what the import does by itself in a kernel, where it has not been made before\n"
    "payback_years = size = firm = guess = ..."
)
KNOWN = [SUM, LIST, HOURS, *exercises("w05").values()]


def good(price: float, grant: float) -> float:
    return price - grant


class TestNeverRaises:
    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(KNOWN), anything, anything)
    def test_whatever_is_given_there_is_a_card(self, known: Any, given_: Any, guess: Any) -> None:
        assert_sane(check(known, given_(), guess=guess()))

    @pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.id)
    @pytest.mark.timeout(120)
    def test_nor_for_any_of_the_worst(self, known: Any) -> None:
        for make in MAKERS:
            assert_sane(check(known, make()))
            assert_sane(check(known, giving(make())))
            assert_sane(check(known, [make(), 2.0]))
            assert_sane(check(known, {"cost": make(), "project": make(), "life": make()}))

    @pytest.mark.timeout(120)
    def test_nor_for_a_formula_that_is_right_here_and_odd_on_other_figures(self) -> None:
        for make in MAKERS:
            mark = check(SUM, lambda price, grant, make=make: 700.0 if (price, grant) == (900.0, 200.0) else make())
            assert_sane(mark)
            assert mark.points == 3

    def test_an_unknown_exercise_is_an_authors_mistake(self) -> None:
        with pytest.raises(KeyError, match="w05-nope"):
            check("w05-nope", 3)

    def test_nothing_but_the_check_cell_itself_is_unanswered(self) -> None:
        assert check("w05-payback").outcome == "unanswered"

    def test_the_words_of_an_error_cannot_break_the_card(self) -> None:
        def toy(price: float, grant: float) -> float:
            raise ValueError("<script>" + "\ud800" * 10_000)

        mark = check(SUM, toy)
        assert_sane(mark)
        assert "<script>" not in mark._repr_mimebundle_()["text/html"]


class TestPoints:
    @pytest.mark.parametrize(
        ("given_", "outcome", "points"),
        [
            (good, "right", 3),
            (lambda price, grant: price + grant, "slip", 1.5),
            (lambda price, grant: price, "slip", 0),
            (lambda price, grant: 1000 * (price - grant), "wrong unit", 1),
            (lambda price, grant: grant - price, "wrong sign", 1),
            (lambda price, grant: 700, "typed in", 1),
            (700, "typed in", 1),
            (lambda price, grant: price * grant, "other", 0),
            (lambda price, grant: cost, "error", 0),  # type: ignore[name-defined]  # noqa: F821
            (lambda price, grant: [price, grant], "wrong type", 0),
            (lambda price, grant: "700%", "wrong unit", 1),
            (lambda price, grant: "7%", "wrong type", 0),
            (..., "unanswered", 0),
        ],
    )
    def test_each_outcome_has_its_share(self, given_: Any, outcome: str, points: float) -> None:
        for also in (None, OTHER, [OTHER]):
            mark = check(SUM, given_, also=also)
            expected = 4 if outcome == "right" and also is not None else points
            assert (mark.outcome, mark.points, mark.max_points) == (outcome, expected, 4)
            assert f"{expected:g} of 4 points" in mark.card.points

    def test_the_transfer_points_need_every_hidden_case(self) -> None:
        def half(price: float, grant: float) -> float:
            return price - (200 if price > 100 else grant)

        assert check(SUM, half, also=OTHER).points == 4
        mark = check(SUM, half, also=[OTHER, {"price": 600.0, "grant": 10.0}])
        assert (mark.outcome, mark.points) == ("transfer", 3)
        assert "another firm" in " ".join(mark.card.body)

    def test_a_formula_that_stops_on_the_hidden_case_keeps_its_visible_points(self) -> None:
        mark = check(SUM, lambda price, grant: price - grant if price > 100 else 1 / 0, also=OTHER)
        assert (mark.outcome, mark.points) == ("transfer", 3)

    def test_what_is_kept_for_marking_is_said_until_it_is_marked(self) -> None:
        assert "1 more is kept for marking" in check(SUM, good).card.points
        assert "kept" not in check(SUM, good, also=OTHER).card.points
        assert "kept" not in check(HOURS, 36).card.points

    def test_a_slip_is_named_for_the_report_and_nothing_else_is(self) -> None:
        assert check(SUM, lambda price, grant: price + grant).slip == "added"
        assert check(SUM, good).slip is None

    @given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
    def test_a_formula_earns_all_only_if_it_holds_on_both_cases(self, factor: float, shift: float) -> None:
        mark = check(SUM, lambda price, grant: price - factor * grant + shift, also=OTHER)
        here, there = abs(200 * (1 - factor) + shift), abs(20 * (1 - factor) + shift)
        if mark.points == 4:
            assert max(here, there) <= 1 + 1e-6
        if max(here, there) < 1 - 1e-6:
            assert mark.points == 4


class TestWords:
    def test_right_shows_the_courses_own_figure_and_what_it_means(self) -> None:
        mark = check(SUM, lambda price, grant: price - grant + 0.9)
        assert mark.card.headline == "Right: £700"
        assert mark.card.body == ("Left to pay: £700; with a second grant £500.",)

    @pytest.mark.parametrize("guess", [..., None, "no idea", float("nan"), [1, 2], ""])
    def test_a_guess_that_is_none_is_passed_over(self, guess: Any) -> None:
        assert len(check(SUM, good, guess=guess).card.body) == 1

    @pytest.mark.parametrize("guess", [650, "£650", 650.0])
    def test_a_guess_is_shown_beside_the_result_and_only_there(self, guess: Any) -> None:
        assert "£650" in check(SUM, good, guess=guess).card.body[1]
        assert "650" not in str(check(SUM, lambda price, grant: price, guess=guess))

    def test_an_answer_like_no_other_is_shown_back_with_a_question(self) -> None:
        mark = check(SUM, lambda price, grant: 123456)
        assert "£123,456" in mark.card.headline
        assert mark.card.body == ("What is left to pay?",)

    def test_a_turned_sign_does_not_print_the_answer(self) -> None:
        assert "700" not in str(check(SUM, lambda price, grant: grant - price))

    @pytest.mark.parametrize(
        ("shortened", "warned"),
        [
            (good, False),
            (lambda price, grant: round(price - grant), False),
            (lambda price, grant: price - 200, True),
            (lambda price, grant: 900 - grant, True),
            (lambda price, grant: price * 7 / 9, True),
        ],
    )
    def test_a_figure_typed_in_is_warned_of_before_marking(self, shortened: Any, warned: bool) -> None:
        mark = check(SUM, shortened)
        assert (mark.outcome, mark.points) == ("right", 3)
        assert ("the last point is at risk" in str(mark)) is warned
        assert "Left to pay: £700" in str(mark)
        assert "at risk" not in str(check(SUM, shortened, also=OTHER))

    def test_an_unanswered_one_says_what_to_fill_in(self) -> None:
        assert "Replace the three dots." in str(check(SUM))

    def test_a_list_is_shown_entry_by_entry(self) -> None:
        assert check(LIST, [1, 2]).card.headline == "Right: 1.00, 2.00"
        assert check(LIST, range(20)).card.headline.endswith("18.00, 19.00")
        assert check(LIST, range(5000)).card.headline.endswith("18.00, 19.00, … (5,000 in all)")

    def test_one_point_is_a_point(self) -> None:
        assert check(HOURS, 36).card.points == "1 of 1 point."


def as_jupyter_shows(mark: Mark) -> dict[str, Any]:
    """What IPython puts into the notebook when a mark is the last line of a cell."""
    shown, _ = DisplayFormatter().format(mark)
    return dict(shown)


class TestWhatNbgraderReads:
    @given(
        st.integers(0, 160).map(lambda quarters: quarters / 4) | st.floats(0, 40).map(lambda points: round(points, 2)),
        st.sampled_from([40, 40.0]),
    )
    def test_the_grade_is_exactly_the_points(self, points: float, max_points: float) -> None:
        mark = Mark("w99-toy", points, max_points, "partly", Card("Toy", "ask", "Not yet", ("Words.",), "Points."))
        shown = as_jupyter_shows(mark)
        json.dumps(shown, allow_nan=False)
        about = {"grade": True, "solution": False, "points": max_points, "grade_id": "w99-toy-check"}
        for wrapped in (shown, {**shown, "text/plain": [shown["text/plain"]]}):  # nbformat stores lines as a list
            cell = new_code_cell(outputs=[new_output("execute_result", wrapped)], metadata={"nbgrader": about})
            assert determine_grade(cell) == (points, max_points)

    def test_no_points_are_no_points_and_not_full_marks(self) -> None:
        assert as_jupyter_shows(check(SUM))["text/plain"] == "0"

    def test_the_record_says_what_reports_need(self) -> None:
        record = as_jupyter_shows(check(SUM, lambda price, grant: price + grant))[MIME]
        assert record == {
            "exercise": "w99-sum",
            "points": 1.5,
            "max_points": 4,
            "outcome": "slip",
            "slip": "added",
        }

    def test_the_page_shows_the_card_and_a_terminal_its_words(self) -> None:
        mark = check(SUM, good)
        assert "Right: £700" in as_jupyter_shows(mark)["text/html"]
        assert "Right: £700" in str(mark)

    def test_the_first_card_of_all_has_no_points(self) -> None:
        assert repr(hello()) == "0"
        assert "It worked" in as_jupyter_shows(hello())["text/html"]


FORM = (
    'answer = dict(\n    project="Palletising at line 2",\n    cost=64_000,\n    grant=12_000,\n'
    "    first_year=9_000,\n    full_year=21_000,\n    life=6,\n    rate=12,\n)\nfirm = dict(answer)"
)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
class TestALineThatWasNotTaken:
    """In a notebook, a check after a line that stopped must not judge the line before it."""

    @pytest.fixture(autouse=True)
    def _quiet(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)

    def run(self, *cells: str) -> list[str]:
        from IPython.core.interactiveshell import InteractiveShell

        shell = InteractiveShell.instance()
        try:
            shell.run_cell(SETUP, store_history=True)
            results = [shell.run_cell(cell, store_history=True) for cell in cells]
        finally:
            InteractiveShell.clear_instance()
        return [str(result.result) for result in results if result.success and isinstance(result.result, Mark)]

    GOOD = (
        "def payback_years(cost, grant, first_year, full_year):\n"
        "    answer = 1 + (cost - grant - first_year) / full_year\n    return answer"
    )
    CHECK = 'check("w05-payback", payback_years, guess=guess)'
    OTHER = "def irr_percent(cost):\n    answer = cost\n    return answer"

    def bad(self, broken: str) -> str:
        return self.GOOD.replace("1 + (cost - grant - first_year) / full_year", broken)

    @pytest.mark.parametrize("broken", ["(cost - grant", "£88,000 / full_year", "12 x 3", "“cost”", "cost ÷ 2", "'a"])
    def test_the_old_answer_is_not_praised(self, broken: str) -> None:
        bad = self.bad(broken)
        right, not_taken, mended = self.run(self.GOOD, self.CHECK, bad, self.CHECK, self.GOOD, self.CHECK)
        assert "Right: 2.79 years" in right
        assert "your last line was not taken" in not_taken
        assert "0 of 4 points" in not_taken
        assert "Right: 2.79 years" in mended

    def test_nor_when_the_check_is_run_again_or_other_cells_come_between(self) -> None:
        between = [self.CHECK, self.CHECK, "1 + 1", self.CHECK, self.OTHER, "1 / 0", self.CHECK]
        *said, mended = self.run(self.GOOD, self.bad("points/(questions"), *between, self.GOOD, self.CHECK)
        assert len(said) == 4
        assert all("your last line was not taken" in each for each in said)
        assert "Right: 2.79 years" in mended

    def test_nor_called_nothing_filled_in_where_there_was_none_before(self) -> None:
        said = self.run(self.bad("(cost"), self.OTHER, self.CHECK, self.CHECK)
        assert len(said) == 2
        assert all("your last line was not taken" in each for each in said)

    @pytest.mark.parametrize("before", [[], ['answer = "two machines"\nsize = answer']])
    @pytest.mark.parametrize("broken", ["answer = energy\nsize = answer", 'answer = "two machines\nsize = answer'])
    def test_a_word_without_its_quotation_marks(self, before: list[str], broken: str) -> None:
        good, ask = 'answer = "two machines"\nsize = answer', 'check("w05-size", size)'
        first, second, mended = self.run(*before, broken, "2 + 2", ask, ask, good, ask)
        assert "your last line was not taken" in first
        assert "your last line was not taken" in second
        assert "Right: two machines" in mended, "though the very same word stood there before"

    def test_the_card_says_which_cell(self) -> None:
        (said,) = self.run(self.bad("(cost"), self.OTHER, self.CHECK)
        assert "“Payback”" in said
        assert said.startswith("Payback.")

    def test_the_card_names_signs_that_look_right_and_are_not(self) -> None:
        (said,) = self.run(self.bad("(cost"), self.CHECK)
        for sign in ("“ ”", "÷", "−", "£", "65000", "bracket"):
            assert sign in said
        assert "end of a line" not in said

    def test_a_form_hears_of_commas_at_the_end_of_a_line_too(self) -> None:
        lost = FORM.replace("64_000,", "64_000")
        right, not_taken, again, mended = self.run(
            FORM, 'check("w05-firm", firm)', lost, *2 * ['check("w05-firm", firm)'], FORM, 'check("w05-firm", firm)'
        )
        assert "Complete" in right
        assert "your last line was not taken" in not_taken
        assert "comma at the end of a line" in again
        assert "Complete" in mended

    def test_an_exercise_that_is_given_by_its_definition(self) -> None:
        first = "from course.checks.tutorial import HOURS\nhours = ..."
        cells = [first, "answer = 36\nhours = answer", "answer = 12 people * 3\nhours = answer", "1 + 1"]
        (said,) = self.run(*cells, "check(HOURS, hours)")
        assert "your last line was not taken" in said

    def test_another_exercises_broken_line_does_not_matter(self) -> None:
        other = "def irr_percent(cost):\n    answer = (\n    return answer"
        assert "Right: 2.79 years" in self.run(self.GOOD, other, self.CHECK)[-1]

    def test_a_broken_guess_does_not_matter(self) -> None:
        right, again = self.run(self.GOOD, "answer = 2 years\nguess = answer", self.CHECK, self.CHECK)
        assert "Right: 2.79 years" in right
        assert "Right: 2.79 years" in again

    def test_a_line_that_was_taken_before_the_cell_stopped_counts(self) -> None:
        assert "Right: 2.79 years" in self.run(self.bad("7"), self.GOOD + "\n\npayback_years(1)", self.CHECK)[-1]

    def test_cells_that_are_no_plain_python_do_no_harm(self) -> None:
        magic = "%%capture\n" + self.GOOD
        odd = ["%nothing of the kind", "!", "%%html\n<b>answer = </b>", "await nothing()", "\ud800", "\x00"]
        assert "Right: 2.79 years" in self.run(self.bad("("), *odd, magic, self.CHECK)[-1]

    def test_the_first_cell_run_again_begins_anew(self) -> None:
        assert "Nothing filled in yet" in self.run(self.bad("("), "payback_years = other = ...", self.CHECK)[-1]

    def test_in_marking_only_what_the_names_stand_for_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """There is a judge who has not seen the cells; nbgrader's own run must not find anything else."""
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        assert "Nothing filled in yet" in self.run(self.bad("("), self.CHECK)[-1]
        assert "Right: 2.79 years" in self.run(self.GOOD, self.bad("("), self.CHECK)[-1]

    @pytest.mark.timeout(120)
    def test_in_a_kernel(self) -> None:
        """Importing `check` is enough there."""
        setup = "from course.checks import check\npayback_years = guess = ..."
        cells = [setup, self.bad("("), self.OTHER, self.CHECK, self.CHECK, self.GOOD, self.CHECK]
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        NotebookClient(notebook, timeout=60, allow_errors=True, kernel_name="python3").execute()
        said = [cell.outputs[-1]["data"]["text/html"] for cell in notebook.cells if cell.source == self.CHECK]
        assert ["not taken" in each for each in said] == [True, True, False]
        assert "Right: 2.79 years" in said[-1]


def test_counts_are_shown_without_decimals() -> None:
    counts = Exercise(
        id="w99-counts", title="Counts", points=4, right=lambda: [5.0, 0.0], slips=(), means="{answer}", asks="?",
        fill="Fill it in.", nearest=0.2, whole=True,
    )  # fmt: skip
    assert "Right: 5, 0" in str(check(counts, [5, 0]))
    assert "5.0" in str(check(replace(counts, whole=False), [5, 0]))


class Far:
    """A formula in another process, for which each question takes its time."""

    def __init__(self, formula: Any) -> None:
        self.formula, self.ahead, self.surprises = formula, [], []

    def ask_ahead(self, cases: Any) -> None:
        self.ahead.append([dict(case) for case in cases])

    def __call__(self, **names: Any) -> Any:
        if not any(names in cases for cases in self.ahead):
            self.surprises.append(names)
        return self.formula(**names)


@pytest.mark.parametrize("known", [each for each in KNOWN if isinstance(each, Exercise) and each.inputs])
def test_a_formula_that_is_far_away_is_asked_once_for_all_cases(
    known: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    far = Far(known.right)
    others = [{**known.inputs, name: figure} for name, figure in known.inputs.items()]
    assert check(known, far, also=others) == check(known, known.right, also=others)
    assert (len(far.ahead), far.surprises) == (1, [])
    check(known, far)
    assert far.surprises == []


def test_a_formula_at_hand_is_not_asked_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    asked = []
    assert check(SUM, lambda price, grant: asked.append(price) or price - grant, also=OTHER).points == 4
    assert asked[0] == SUM.inputs["price"]
