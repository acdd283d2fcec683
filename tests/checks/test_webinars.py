"""The two webinars of month 1 as they are printed and typed: definitions, figures, and a run from top to bottom."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from sane import assert_sane

from course import syllabus
from course.cases import claims as printed
from course.cases import ribble_training as ribble
from course.checks import Exercise, Mark, Slip, check
from course.checks.diagnosis import diagnose
from course.checks.form import Form
from course.checks.sessions import webinar1, webinar2
from course.display.training import own_plan
from course.methods import claims, pulse, training
from course.quantities import GBP, show

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks" / "webinars"
MODULES = {"webinar1-reading-claims": webinar1, "webinar2-people-and-change": webinar2}
EXERCISES = [known for module in MODULES.values() for known in module.DEFINITIONS if isinstance(known, Exercise)]
FORMS = [known for module in MODULES.values() for known in module.DEFINITIONS if not isinstance(known, Exercise)]
SLIPS = [(known, slip) for known in EXERCISES for slip in known.slips]


def name_of(value: Any) -> str | None:
    return value.id if isinstance(value, Exercise) else value.name if isinstance(value, Slip) else None


def text_of(name: str) -> str:
    return (FOLDER / name / f"{name}.py").read_text(encoding="utf-8")


def code_cells(name: str) -> list[str]:
    notebook = json.loads((FOLDER / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def typed(known: Exercise, line: str) -> Mark:
    """The mark of somebody who types `line` after `answer = `."""
    given: Any = eval(f"lambda {', '.join(known.inputs)}: {line}")
    mark = check(known, given if known.inputs else given())
    assert_sane(mark)
    return mark


def parts_of(text: str) -> dict[str, list[str]]:
    """The cells of a webinar's text, as they are typed, by the part that they belong to."""
    parts: dict[str, list[str]] = {"before": []}
    for cell in text.split("\n# %%")[1:]:
        begun = re.search(r"^## (Live|Afterwards)\b", cell, re.M)
        if begun:
            parts[begun[1].lower()] = []
        list(parts.values())[-1].append(cell)
    return parts


def run(name: str, answers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[Mark]:
    """Run a notebook's cells in one namespace, with lines typed after `answer = `, by the name that they go to."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")  # nobody's workbook is written
    names: dict[str, Any] = {}
    marks = []
    for source in code_cells(name):
        for goes_to, line in answers.items():
            if re.search(rf"^(def {goes_to}\(|{goes_to} = )", source, re.M):
                source = re.sub(r"answer = \.\.\..*", lambda _, line=line: f"answer = {line}", source)  # type: ignore[misc]
        code = ast.parse(source)
        last = code.body[-1]
        shown = None
        if isinstance(last, ast.Expr):
            code.body.pop()
            exec(compile(code, name, "exec"), names)
            shown = eval(compile(ast.Expression(last.value), name, "eval"), names)
        else:
            exec(compile(code, name, "exec"), names)
        if isinstance(shown, Mark):
            marks.append(shown)
    return marks


class TestExercises:
    def test_each_webinar_has_at_least_three(self) -> None:
        for module in MODULES.values():
            assert sum(isinstance(known, Exercise) for known in module.DEFINITIONS) >= 3

    def test_no_two_have_one_id(self) -> None:
        ids = [known.id for known in (*EXERCISES, *FORMS)]
        assert len(set(ids)) == len(ids)

    @pytest.mark.parametrize("known", EXERCISES, ids=name_of)
    def test_has_three_slips_or_more_each_with_a_sentence_of_its_own(self, known: Exercise) -> None:
        assert len(known.slips) >= 3
        assert len({slip.says for slip in known.slips}) == len(known.slips)

    @pytest.mark.parametrize("known", EXERCISES, ids=name_of)
    def test_right_and_slips_lie_five_tolerances_apart(self, known: Exercise) -> None:
        assert known.collisions() == []

    @pytest.mark.parametrize("known", [each for each in EXERCISES if not each.choices], ids=name_of)
    def test_takes_the_right_answer_however_it_is_typed(self, known: Exercise) -> None:
        assert len(known.ways) >= 3
        for way in known.ways:
            mark = typed(known, way)
            assert (mark.outcome, mark.points) == ("right", 1), way

    @pytest.mark.parametrize("known", [each for each in EXERCISES if not each.choices], ids=name_of)
    def test_a_wrong_sign_or_unit_is_taken_for_no_slip(self, known: Exercise) -> None:
        right = known.right_value()
        assert isinstance(right, (int, float))
        assert diagnose(known, -right if not known.inputs else lambda **_: -right).slip is None
        for factor in (1000, 0.001, 100, 0.01, 12, 1 / 12):
            value = right * factor
            found = diagnose(known, value if not known.inputs else lambda value=value, **_: value)
            # Millions over thousands are a thousandth of the right answer, and are named as what they are.
            assert found.slip is None or found.slip.name == "millions over thousands", factor

    @pytest.mark.parametrize(("known", "slip"), SLIPS, ids=name_of)
    def test_a_slip_is_named_and_told_the_next_step(self, known: Exercise, slip: Slip) -> None:
        mark = typed(known, slip.formula)
        assert (mark.outcome, mark.slip, mark.points) == ("slip", slip.name, slip.points)
        assert slip.says in str(mark)
        assert len(re.findall(r"[.?:](?:\s|$)", slip.says)) >= 2
        assert len(slip.says.split()) <= 60

    @pytest.mark.parametrize(("known", "slip"), SLIPS, ids=name_of)
    def test_no_slip_gives_the_answer_away(self, known: Exercise, slip: Slip) -> None:
        right = known.right_value()
        shown = str(right) if known.choices else show(float(right), known.unit, known.nearest)  # type: ignore[arg-type]
        assert shown not in slip.says


class TestTheFigures:
    def test_printed_ones_are_those_of_the_book_of_facts(self) -> None:
        book = yaml.safe_load((ROOT / "course" / "facts.yaml").read_text(encoding="utf-8"))
        assert {key: book[key]["value"] for key in printed.FACTS} == printed.FACTS

    def test_every_fact_is_cited_where_it_is_used(self) -> None:
        text = text_of("webinar1-reading-claims")
        assert {key for key in printed.FACTS if f'"fact: {key},' not in text} == set()

    def test_those_of_the_curriculum_come_out(self) -> None:
        """Worked out by hand in the brief: £14.6k a job, 42% grants, £39k a project, 91 to 1."""
        assert round(webinar1.PER_JOB.right_value(), -2) == 14_600  # type: ignore[call-overload]
        assert round(webinar1.GRANT_SHARE.right_value()) == 42  # type: ignore[arg-type]
        assert round(webinar1.FIGURES["£39,250"], -3) == 39_000
        assert round(webinar1.PER_POUND.right_value()) == 91  # type: ignore[arg-type]

    def test_grants_and_the_firms_own_money_make_the_investment(self) -> None:
        assert printed.ROBOTICS_GRANTS + printed.ROBOTICS_PRIVATE == printed.ROBOTICS_INVESTMENT

    @pytest.mark.parametrize(("text", "value"), webinar1.FIGURES.items())
    def test_worked_out_ones_are_printed_as_they_round(self, text: str, value: float) -> None:
        assert text in text_of("webinar1-reading-claims")
        number = re.sub(r"[£%,]| points", "", text)
        assert float(number) == round(value, len(number.partition(".")[2]))

    def test_the_small_example_is_the_formula_s(self) -> None:
        found = claims.left(100, 40 / 100, 1 / 3, 1 / 2)
        assert [round(each, 9) for each in (found.without_anyway, found.without_displaced, found.due)] == [60, 40, 20]

    def test_the_page_has_every_figure_that_a_card_speaks_of(self) -> None:
        text = text_of("webinar1-reading-claims")
        brochure = printed.BROCHURE
        assert f"customers gained {show(brochure.claimed, GBP)}" in text
        assert f"had paid {show(brochure.put_in, GBP)} for it" in text
        for share in (brochure.anyway, brochure.displaced, brochure.due):
            assert f"{share:.2f}" in text
        told = str(typed(webinar1.IMPLIED, "88_000 / 195 * 365"))
        for assumed in ("£35,200", "£66,000"):
            assert f"assumed: {assumed}" in told

    def test_what_engaged_is_not_said_to_have_had_help(self) -> None:
        """The page that is cited prints that 2,500 engaged and that hundreds of them got support."""
        everything = text_of("webinar1-reading-claims") + " ".join(
            f"{known.means} {known.asks} {' '.join(slip.says for slip in known.slips)}"
            for known in webinar1.DEFINITIONS
            if isinstance(known, Exercise)
        )
        assert "had some help" not in everything
        assert "had any help" not in everything
        assert re.search(r"2,500 manufacturers\]\([^)]*\) have engaged", everything)

    def test_no_word_of_a_guess_stands_beside_the_money_put_in(self) -> None:
        """The hint of exercise 1 looks for these words."""
        printed_table = text_of("webinar1-reading-claims").partition("| Printed about |")[2].partition("\n\n")[0]
        rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \|$", printed_table, re.M)[1:]
        words = re.compile("forecast|projected|said to|claim")
        put_in, come_of_it = zip(*[[re.sub(r"\([^)]*\)", "", cell) for cell in row] for row in rows], strict=True)
        assert "£471,000" in put_in[1]
        assert [bool(words.search(cell)) for cell in put_in] == [False] * 4
        assert [bool(words.search(cell)) for cell in come_of_it] == [True] * 4

    def test_an_arm_alone_and_two_shifts_reach_the_maker_s_claim(self) -> None:
        arm = printed.ARM_SHARE * printed.CELL.cost
        days = claims.payback_days(arm, printed.SHIFTS * printed.CELL.full_year)
        assert round(days) == printed.PAYBACK_DAYS
        told = str(typed(webinar1.IMPLIED, "88_000 / 195 * 365"))
        assert show(arm, GBP) in told
        assert "195 days" in told

    def test_the_pulse_is_as_the_text_says(self) -> None:
        text = text_of("webinar2-people-and-change")
        assert "On day 60, desire has risen to 4.0. But only six of the ten have answered." in text
        assert "had given 1.5 on average on day 30" in text
        assert webinar2.SILENT.inputs == {"now": 4.0, "answered": 6, "before": 1.5, "silent": 4}
        assert "four of the five averages are above 3. Yet five of the nine people" in text
        last = ribble.PULSES[90]
        assert sum(mean > pulse.LOW for mean in pulse.means(last)) == 4
        found = pulse.barriers(last)
        assert len(pulse.answered(last)) == 9
        assert sum(found[name] for name in pulse.ELEMENTS[:4]) == 5
        assert all(pulse.means(last)[:4][place] > pulse.LOW for place in range(4))

    def test_the_plan_is_as_the_text_says(self) -> None:
        text = text_of("webinar2-people-and-change")
        plan = training.plan(ribble.CELL_TEAM, wanted=ribble.WANTED)
        assert f"take {sum(lesson.months for lesson in plan.lessons)} months in all" in text
        assert f"`hours` ({ribble.LESSON_HOURS}," in text
        assert f"`rate` (£{ribble.RATE})" in text

    def test_the_answers_about_the_plan_are_the_plan_s(self) -> None:
        text = text_of("webinar2-people-and-change")
        plan = training.plan(ribble.CELL_TEAM, wanted=ribble.WANTED)
        months = {who: sum(each.months for each in plan.lessons if each.teacher == who) for who in ("Hana", "Kofi")}
        assert max(months, key=lambda who: months[who]) == "Hana"
        assert (
            f"In month {plan.months}. Hana teaches for {months['Hana']} of its "
            f"{sum(each.months for each in plan.lessons)} months of lessons, Kofi for {months['Kofi']}." in text
        )
        left = [skill for skill in ribble.CELL_TEAM.skills if {*ribble.CELL_TEAM.teachers(skill)} - {"Hana"}]
        assert "only " + " and ".join(f"“{skill}”" for skill in sorted(left, reverse=True)) + " can be taught" in text
        both = training.plan(ribble.CELL_TEAM, wanted=ribble.WANTED, teaches_at_once=2)
        assert f"In month {both.months}, two months sooner" in text
        assert plan.months - both.months == 2
        first = [each.teacher for each in both.lessons if each.start == 1]
        assert {who for who in first if first.count(who) == 2} == {"Hana", "Kofi"}
        (open_,) = training.plan(ribble.CELL_TEAM, wanted=2).unmet
        assert f"“{open_.skill}”: nobody in the team can teach it." in text
        assert open_.why == training.NO_TEACHER

    def test_until_hana_goes_every_other_skill_of_hers_can_be_passed_on(self) -> None:
        """So exercise 3 has one answer: the skill that nobody can teach in the two months before."""
        assert "In two months, Hana will be away" in text_of("webinar2-people-and-change")
        plan = training.plan(ribble.CELL_TEAM, wanted=2, within=2)
        hers = {skill for skill in ribble.CELL_TEAM.skills if ribble.CELL_TEAM.able(skill) == ("Hana",)}
        assert hers - {lesson.skill for lesson in plan.lessons} == {"Change the gripper"}

    def test_the_quick_wins_are_those_of_the_case(self) -> None:
        text = text_of("webinar2-people-and-change")
        for word, idea in ribble.QUICK_WINS.items():
            assert f"| {word} | {idea} |" in text


class TestTheNotebooks:
    @pytest.mark.parametrize("name", list(MODULES))
    def test_are_where_the_syllabus_says_under_its_title_and_time(self, name: str) -> None:
        (session,) = (each for each in syllabus.load(ROOT / "course" / "syllabus.yaml").sessions if each.name == name)
        assert (ROOT / session.notebook).is_file()
        text = text_of(name)
        assert f"\n# {session.title}\n" in text
        assert f"{session.minutes} minutes" in text
        assert session.outcomes[0].removeprefix("Decide ") in text

    @pytest.mark.parametrize("name", list(MODULES))
    def test_take_no_more_than_the_minutes_of_each_part(self, name: str) -> None:
        """Reading at 200 words a minute, the exercises, 5 minutes for the explorer and 3 for the decision."""
        text = text_of(name)
        parts = parts_of(text)
        extra = {"before": 5, "live": 0, "afterwards": 3 + (8 if "own_plan(" in text else 0)}
        assert list(parts) == list(extra)
        known = {variable: each for variable, each in vars(MODULES[name]).items() if isinstance(each, Exercise | Form)}
        checked = []
        for part, cells in parts.items():
            words = sum(
                len(re.sub(r"\]\([^)]*\)", "]", cell).split()) for cell in cells if cell.startswith(" [markdown]")
            )
            names = re.findall(r"^check\(\w+\.(\w+),", "\n".join(cells), re.M)
            checked += names
            if part == "live":
                continue  # its steps say their minutes
            (said,) = re.findall(rf"^\| {part}, [^|]+ \| (\d+)", text, re.M)
            assert words / 200 + sum(known[each].minutes for each in names) + extra[part] <= int(said), part
        assert sorted(checked) == sorted(known)
        live = [int(minutes) for minutes in re.findall(r"\((\d+) minutes\)\.\*\*", "".join(parts["live"]))]
        assert sum(live) == 15
        assert "| live, led by your tutor | 15 |" in text
        (session,) = (each for each in syllabus.load(ROOT / "course" / "syllabus.yaml").sessions if each.name == name)
        assert session.minutes == 45 + sum(live)

    @pytest.mark.parametrize("name", list(MODULES))
    def test_ask_of_nobody_to_round_a_formula(self, name: str) -> None:
        for task in re.findall(r"\*\*Task\.\*\* Write a formula.*", text_of(name)):
            assert not re.search("nearest|decimal", task)

    @pytest.mark.parametrize("name", list(MODULES))
    def test_blank_every_check_says_what_to_fill_in(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        marks = run(name, {}, monkeypatch)
        assert [mark.exercise for mark in marks] == [known.id for known in MODULES[name].DEFINITIONS]
        assert {mark.outcome for mark in marks} == {"unanswered"}

    def test_webinar_1_filled_in_is_right(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answers = {
            "guess": "3",
            "kind": "'money put in'",
            "per_job": "7_600_000 / 520",
            "grant_share": "100 * 198_000 / 471_000",
            "per_project": "242_000_000 / 334",
            "per_pound": "42_700_000 / 471_000",
            "left": "claimed * (1 - anyway) * (1 - displaced) * due",
            "implied": "88_000 / 195 * 365",
        }
        marks = run("webinar1-reading-claims", answers, monkeypatch)
        assert [mark.outcome for mark in marks] == ["right"] * 7 + ["unanswered"]
        assert "At the start you guessed 3.0." in str(marks[4])

    def test_webinar_2_filled_in_is_right(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answers = {
            "guess": "3.5",
            "barrier": "'desire'",
            "with_everybody": "(now * answered + before * silent) / (answered + silent)",
            "exposed": "'gripper'",
            "cost": "months * hours * 2 * rate",
            "quick_win": "'fault'",
        }
        marks = run("webinar2-people-and-change", answers, monkeypatch)
        assert [mark.outcome for mark in marks] == ["right"] * 5 + ["unanswered"] * 2
        assert "At the start you guessed 3.50." in str(marks[1])

    def test_the_matrix_in_the_text_can_be_typed_as_it_stands(self) -> None:
        (example,) = re.findall(r"```\n(.*?)```", text_of("webinar2-people-and-change"), re.S)
        found = own_plan(example)
        assert found.rows[0][:3] == ("set up the press", "Bob", "Ann")


CLAIM: dict[str, Any] = {
    "claim": "saves two people",
    "said_by": "the seller",
    "kind": "Forecast",
    "claimed": 60_000,
    "put_in": 88_000,
    "anyway": 20,
    "displaced": 0,
    "due": 80,
    "ask": "Which customers did you count?",
}
PULSE: dict[str, Any] = {
    "change": "the cell",
    "day": 30,
    "asked": 10,
    "answered": 8,
    **dict(zip(pulse.ELEMENTS, (4, 3, 2, 2, 1), strict=True)),
}
PLAN: dict[str, Any] = {
    "win": "the alarm at tea is gone",
    "win_day": 20,
    "noticed_by": "the operators",
    "proof": "no alarm for a week",
    "owner": "Hana",
    "by_day_30": "a mended gate",
    "by_day_60": "Ivan runs it",
    "by_day_90": "hours at the lathe",
}


class TestOwnFigures:
    @pytest.mark.parametrize(
        ("form", "given", "says"),
        [
            (webinar1.OWN_CLAIM, CLAIM, "£38,400 is left"),
            (webinar2.OWN_PULSE, PULSE, "is desire"),
            (webinar2.OWN_PLAN, PLAN, "Day 20."),
        ],
    )
    def test_complete_they_say_what_follows(self, form: Any, given: dict[str, Any], says: str) -> None:
        mark = check(form, given)
        assert_sane(mark)
        assert (mark.outcome, mark.points) == ("right", 1)
        assert says in str(mark)

    @pytest.mark.parametrize(
        ("form", "given", "changed", "says"),
        [
            (webinar1.OWN_CLAIM, CLAIM, {"kind": "maybe"}, "write “forecast”"),
            (webinar1.OWN_CLAIM, CLAIM, {"anyway": 120}, "outside"),
            (webinar1.OWN_CLAIM, CLAIM, {"anyway": 0.3}, "anyway: that is less than 1%"),
            (webinar1.OWN_CLAIM, CLAIM, {"due": 0.5}, "did you mean 30%?"),
            (webinar2.OWN_PULSE, PULSE, {"answered": 11}, "more people answered"),
            (webinar2.OWN_PULSE, PULSE, {"asked": 10.5}, "whole numbers"),
            (webinar2.OWN_PLAN, PLAN, {"win_day": 120}, "outside"),
            (webinar2.OWN_PLAN, PLAN, {"by_day_90": "Ivan Runs It"}, "the same thing twice"),
        ],
    )
    def test_what_does_not_fit_is_said(self, form: Any, given: dict[str, Any], changed: Any, says: str) -> None:
        mark = check(form, given | changed)
        assert mark.outcome == "partly"
        assert says in str(mark)

    def test_a_pulse_of_few_is_not_to_be_shown(self) -> None:
        assert "people can be recognised" in str(check(webinar2.OWN_PULSE, PULSE | {"answered": 4}))
        assert "people can be recognised" not in str(check(webinar2.OWN_PULSE, PULSE | {"answered": 5}))

    def test_a_share_of_one_is_taken_and_asked_about(self) -> None:
        assert "That is 1%; for all of it, write 100." in str(check(webinar1.OWN_CLAIM, CLAIM | {"due": 1}))
        assert "for all of it" not in str(check(webinar1.OWN_CLAIM, CLAIM | {"anyway": 0, "due": 100}))

    @pytest.mark.parametrize(
        ("form", "given", "changed"),
        [
            (webinar1.OWN_CLAIM, CLAIM, {"ask": "Who measured it?", "claim": "MES"}),
            (webinar2.OWN_PULSE, PULSE, {"change": "MES"}),
            (webinar2.OWN_PLAN, PLAN, {"win": "alarm gone", "proof": "quiet", "by_day_30": "gate"}),
        ],
    )
    def test_a_few_words_do(self, form: Any, given: dict[str, Any], changed: dict[str, Any]) -> None:
        """The page states no least number of words, so there is none."""
        assert check(form, given | changed).outcome == "right"

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"answered": 10}, "Everybody whom you asked has answered."),
            ({}, "80% of those you asked have answered. Ask the others"),
            ({"day": 0}, "You expect 80% to answer."),
            ({"day": 0, "answered": 10}, "You expect 100% to answer."),
        ],
    )
    def test_a_pulse_speaks_of_others_only_where_there_are_some(self, changed: dict[str, Any], says: str) -> None:
        told = str(check(webinar2.OWN_PULSE, PULSE | changed))
        assert says in told
        assert ("Ask the others" in told) == ("Ask the others" in says)

    @pytest.mark.parametrize(
        ("owner", "says"), [("me", "your own diary"), ("Myself", "your own diary"), ("Hana", "the diary of Hana")]
    )
    def test_the_day_goes_into_a_diary(self, owner: str, says: str) -> None:
        assert f"Put the day in {says} now." in str(check(webinar2.OWN_PLAN, PLAN | {"owner": owner}))

    @pytest.mark.parametrize("name", list(MODULES))
    def test_the_page_says_of_every_blank_what_to_write(self, name: str) -> None:
        text = text_of(name)
        for form in (known for known in MODULES[name].DEFINITIONS if not isinstance(known, Exercise)):
            for blank in form.fields:
                assert f"    {blank.name}=...," in text
                assert f"`{blank.name}`" in text or blank.name in pulse.ELEMENTS
