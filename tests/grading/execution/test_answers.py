"""Which answers a locked cell may overtake, and which cells may overtake them."""

from __future__ import annotations

import pytest

from course.grading.execution.answers import Names, may_run_before, pure_functions, values_only

PURE = frozenset({"mean"})
FORMULA = "def payback(cost, saving):\n    answer = cost / saving\n    return answer"


def names(binds: str = "", reads: str = "") -> Names:
    return Names(frozenset(binds.split()), frozenset(reads.split()))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", names()),
        ("answer = ...\nguess = answer", names("answer guess", "answer")),
        ("answer = dict(price=20_000, saving=-5)\nfirm = answer", names("answer firm", "dict answer")),
        ("share = 100 * good / total if total else 0", names("share", "good total")),
        ("best = max([mean(row) for row in rows if row])", names("best row", "max mean rows")),
        ("text = f'{size:.1f} %'", names("text", "size")),
        ("first = rows[0]['x'] == 3 and not {1, 2}", names("first", "rows")),
        (FORMULA, names("payback")),
        ("def f(a, *b, **c):\n    'says'\n    ...\n    d = a + rate\n    return sum(b)", names("f", "rate sum")),
        ("def f(a):\n    return", names("f")),
    ],
)
def test_answers_that_only_give_values(source: str, found: Names) -> None:
    assert values_only(source, PURE) == found


@pytest.mark.parametrize(
    "source",
    [
        "answer = (", "\0", "%matplotlib", "!ls", "await x", "return 3",
        "import os", "print(3)", "answer = run()", "answer = table.sum()", "x.y = 3", "x[0] = 3", "x += 3",
        "a, b = 1, 2",
        "answer = 3\nanswer", "del x", "if x:\n    y = 3", "for x in y:\n    z = 3", "class A: pass", "x: int = 3",
        "answer = lambda: 3", "answer = (y := 3)", "answer = [x async for x in y]",
        "sum = exec\nx = sum('import os')", "def sum(x):\n    return x", "def f(max):\n    return max('import os')",
        "def f(x):\n    mean = exec\n    return mean(x)", "x = [max('import os') for max in [exec]]",
        "@run\ndef f(x):\n    return x", "def f(x=run()):\n    return x", "def f(x: run()):\n    return x",
        "def f(x) -> run():\n    return x", "def f(x):\n    global y\n    y = x", "def f(x):\n    yield x",
        "def f(x):\n    x.append(3)\n    return x", "def f(x):\n    return run(x)", "async def f(x):\n    return x",
        "def f(x):\n    def g():\n        return x\n    return g", "def f(a, a):\n    return a",
        "def f(x):\n    return f(x)", "x = max(['import os'], key=exec)", "x = max(['import os'], **{'key': run})",
        "x = max(y, key=run)", "x = sum(exec)", "x = exec", "x = " + "1" * 5_000, "x = " + "-" * 4_900 + "1",
        "x = " + "(" * 4_900, "x = " + "[" * 2_000 + "]" * 2_000,
        "x = 1" + " + 1" * 1_200 + " + run()", "x = " + "a[" * 1_500 + "1" + "]" * 1_500, "x = " + "~" * 4_990 + "1",
        "x = " + "{1:" * 1_200 + "1" + "}" * 1_200, "x = " + "lambda:" * 700 + "1",
    ],
)  # fmt: skip
def test_answers_that_might_do_more(source: str) -> None:
    assert values_only(source, PURE) is None


@pytest.mark.parametrize(
    ("locked", "answers", "may"),
    [
        ("picture(week.times)", names("f", "mean"), True),
        ("picture(mean(week))", names("f", "mean"), True),
        ("picture(week)", names("f", "week"), False),
        ("picture(f)", names("f"), False),
        ("f = 3", names("f"), False),
        ("rate = 3", names("f", "rate"), False),
        ("mean = median", names("f", "mean"), False),
        ("from course.methods.flow import mean", names("f", "mean"), False),
        ("import f.g", names("f"), False),
        ("import z as f", names("f"), False),
        ("print(sum(week))", names("x", "sum"), True),
        ("print(sum(week))", names("sum"), False),
        ("for rate in week: pass", names("f", "rate"), False),
        ("def g():\n    global rate\n    rate = 3", names("f", "rate"), False),
        ("del rate", names("f", "rate"), False),
        ("try: pass\nexcept Exception as rate: pass", names("f", "rate"), False),
        ("match week:\n    case [rate, *more]: pass", names("f", "rate"), False),
        ("match week:\n    case [rate, *more]: pass", names("f", "more"), False),
        ("match week:\n    case {1: 2, **more}: pass", names("f", "more"), False),
        ("%matplotlib inline", names(), False),
        ("answer = (", names(), False),
    ],
)
def test_locked_cells_that_may_run_before_answers(locked: str, answers: Names, may: bool) -> None:
    assert may_run_before(locked, answers, PURE) is may


def test_functions_of_the_methods_only_calculate() -> None:
    source = (
        "from course.methods.losses import mend, share as part\nfrom course.methods import flow\n"
        "from course.methodsx import a\nfrom course.display.losses import draw\nfrom .methods import b\nimport numpy"
    )
    assert pure_functions(source) == {"mend", "part", "flow"}
    assert pure_functions("%magic") == frozenset()
