"""Mutants of a line: each kind of mistake is made, once, as a line that can be typed."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.audit.mutants import Mutant, mutants
from course.audit.operators import NAMES

FIGURES: dict[str, Any] = {"cost": 900, "grant": 200, "saving": 300, "rate": 0.1, "risk": 0.25, "years": 5}
LISTS: dict[str, Any] = {"scores": [1, 3, 4], "weights": [2, 2, 1], "cut": 3}


class _Table(dict[str, Any]):
    """A stand-in for a table: what mutants look at is its columns."""

    columns = ("hours", "cost", "line")


def lines(line: str, inputs: dict[str, Any] | None = None, **more: Any) -> dict[str, Mutant]:
    return {mutant.line: mutant for mutant in mutants(line, inputs, **more)}


def typed(line: str) -> str:
    """A line in the one way in which Python writes it."""
    return ast.unparse(ast.parse(line, mode="eval"))


# What the operators' names promise: a line, its inputs, the operator, and lines that it has to make of it.
PROMISED: list[tuple[str, dict[str, Any], str, list[str]]] = [
    ("cost - grant", FIGURES, "AOR", ["cost + grant", "cost * grant", "cost / grant"]),
    ("cost // grant", FIGURES, "AOR", ["cost / grant", "cost % grant"]),
    ("(1 + rate) ** years", FIGURES, "AOR", ["(1 + rate) * years", "(1 - rate) ** years"]),
    ("cost < grant", FIGURES, "ROR", [f"cost {sign} grant" for sign in ("<=", ">", ">=", "==", "!=")]),
    ("cut in scores", LISTS, "ROR", ["cut not in scores"]),
    ("cost > 5 and grant > 5", FIGURES, "LCR", ["cost > 5 or grant > 5"]),
    ("table[(a > 1) & (b > 1)]", {}, "LCR", ["table[(a > 1) | (b > 1)]"]),
    ("-cost", FIGURES, "UOD", ["cost"]),
    ("not cost", FIGURES, "UOD", ["cost"]),
    ("cost - grant", FIGURES, "UOI", ["-(cost - grant)", "-cost - grant", "cost - -grant"]),
    ("cost * 12", FIGURES, "UOI", ["cost * -12"]),
    ("100 * rate", FIGURES, "CRP", ["101 * rate", "99 * rate"]),
    ("4 * rate", FIGURES, "CRP", ["5 * rate", "3 * rate", "4.04 * rate", "3.96 * rate"]),
    ("1500", {}, "CRP", ["1501", "1499", "1515", "1485", "1650", "1350", "3000", "750"]),
    ("f(x, sort=True)", {}, "CRP", ["f(x, sort=False)"]),
    ("table['hours']", {"table": _Table()}, "CRP", ["table['cost']", "table['line']"]),
    ("cost - grant", FIGURES, "SVR", ["grant - grant", "saving - grant", "cost - cost", "cost - saving"]),
    ("cost * rate", FIGURES, "SVR", ["cost * risk", "grant * rate"]),
    ("sum(scores)", LISTS, "SVR", ["sum(weights)"]),
    ("cost - grant", FIGURES, "CSR", ["900 - grant", "cost - 200"]),
    ("sum(scores)", LISTS, "CSR", ["sum([1, 3, 4])"]),
    ("cost - grant", FIGURES, "ODL", ["cost", "-grant"]),
    ("cost * rate", FIGURES, "ODL", ["cost", "rate"]),
    ("cost / saving", FIGURES, "ODL", ["cost", "1 / saving"]),
    ("a and b and c", {}, "ODL", ["b and c", "a and c", "a and b"]),
    ("round(cost / 7, 2)", FIGURES, "APR", ["cost / 7"]),
    ("npv(rate, [1])", FIGURES, "APR", ["rate", "[1]"]),
    ("table.dropna()", {}, "APR", ["table"]),
    ("round(cost / 7, 2)", FIGURES, "ARM", ["round(cost / 7)", "round(2)"]),
    ("f(cost, life=8)", FIGURES, "ARM", ["f(cost)", "f(life=8)"]),
    ("annuity(rate, years)", FIGURES, "ASW", ["annuity(years, rate)"]),
    ("cost - grant", FIGURES, "ASW", ["grant - cost"]),
    ("cost / saving", FIGURES, "ASW", ["saving / cost"]),
    ("max(scores)", LISTS, "FNR", ["min(scores)"]),
    ("sum(scores)", LISTS, "FNR", ["sum(scores) / len(scores)"]),
    ("np.mean(scores)", LISTS, "FNR", ["np.sum(scores)", "np.median(scores)"]),
    ("mean(scores)", LISTS, "FNR", ["sum(scores)"]),
    ("scores[1:3]", LISTS, "SIR", ["scores[:3]", "scores[1:]"]),
    ("scores[:]", LISTS, "SIR", ["scores[1:]", "scores[:-1]"]),
    ("scores[::-1]", LISTS, "SIR", ["scores[:]"]),
    ("cost if rate > risk else grant", FIGURES, "COR", ["cost", "grant", "grant if rate > risk else cost"]),
    ("[s for s in scores if s < cut]", LISTS, "CFD", ["[s for s in scores]"]),
    ("table[table.x > 3].sum()", {}, "CFD", ["table.sum()"]),
    ("table.loc[table.x > 3, 'y']", {}, "CFD", ["table.loc[:, 'y']"]),
    ("(1 + rate) ** years", FIGURES, "OBO", ["(1 + rate) ** (years + 1)", "(1 + rate) ** (years - 1)"]),
    ("len(scores)", LISTS, "OBO", ["len(scores) - 1", "len(scores) + 1"]),
    ("[cost, grant]", FIGURES, "OBO", ["[0, cost, grant]", "[0, cost]", "[cost, grant, grant]"]),
    ("scores[:len(scores)]", LISTS, "OBO", ["scores[:len(scores) + 1]", "scores[:len(scores) - 1]"]),
    ("[cost, grant, 7]", FIGURES, "LED", ["[grant, 7]", "[cost, 7]", "[cost, grant]"]),
    ("[cost, grant, 7]", FIGURES, "LEO", ["[grant, cost, 7]", "[cost, 7, grant]", "[7, grant, cost]"]),
    ("sorted(scores)", LISTS, "RSO", ["sorted(scores, reverse=True)"]),
    ("sorted(scores, reverse=True)", LISTS, "RSO", ["sorted(scores, reverse=False)"]),
    ("t.sort_values('x')", {}, "RSO", ["t.sort_values('x', ascending=False)"]),
    ("1 + (cost - grant) / saving", FIGURES, "MBR", ["(1 + (cost - grant)) / saving", "1 + (cost - grant / saving)"]),
    ("cost * (1 + rate)", FIGURES, "MBR", ["cost * 1 + rate"]),
    ("cost - grant - saving", FIGURES, "MBR", ["cost - (grant - saving)"]),
    ("-(cost - grant)", FIGURES, "MBR", ["-cost - grant"]),
]


class TestEachOperator:
    @pytest.mark.parametrize(("line", "inputs", "operator", "wanted"), PROMISED)
    def test_makes_the_mistakes_that_it_is_named_after(
        self, line: str, inputs: dict[str, Any], operator: str, wanted: list[str]
    ) -> None:
        found = lines(line, inputs)
        for one in wanted:
            assert typed(one) in found, one
        # Where two operators make the same line, the first has it.
        assert operator in {found[typed(one)].operator for one in wanted}

    def test_all_of_them_are_promised_here(self) -> None:
        assert {operator for _, _, operator, _ in PROMISED} == set(NAMES)

    def test_says_what_it_did(self) -> None:
        found = lines("cost - grant", FIGURES)
        assert found["cost + grant"].what == "− became +"
        assert found["cost - saving"].what == "grant became saving"
        assert found["cost - 200"].what == "grant typed in as 200"
        assert found["cost"].what == "grant dropped"

    def test_a_choice_becomes_every_other_choice(self) -> None:
        assert list(lines("'one'", choices=("one", "two", "neither"))) == ["'two'", "'neither'"]

    def test_a_typed_list_of_numbers_has_twenty(self) -> None:
        assert len(mutants("[12, 15, 11]")) >= 20


class TestWhatCannotEnd:
    @pytest.mark.parametrize(
        "line",
        [
            "2 ** years",
            "[cost] * years",
            "sum(cost for _ in range(years))",
            "scores[years]",
            "cost ** (years + 1) * saving",
        ],
    )
    def test_no_sum_of_money_is_put_where_something_is_counted(self, line: str) -> None:
        for mutant in mutants(line, {"years": 5, "cost": 900, "saving": 300, "scores": [1, 2]}):
            for node in ast.walk(ast.parse(mutant.line, mode="eval")):
                counted: list[ast.AST] = []
                if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
                    counted = [node.right]
                elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.List):
                    counted = [node.right] if isinstance(node.op, ast.Mult) else []
                elif isinstance(node, ast.Subscript):
                    counted = [node.slice]
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
                    counted = list(node.args)
                inside = {each.id for one in counted for each in ast.walk(one) if isinstance(each, ast.Name)}
                assert not inside & {"cost", "saving"}, mutant.line

    def test_nothing_becomes_a_power(self) -> None:
        for line in ("cost * grant", "cost + grant / saving", "cost // grant % saving"):
            assert not any("**" in mutant.line for mutant in mutants(line, FIGURES))


def test_what_a_comprehension_names_stays() -> None:
    for mutant in mutants("[cost for cost in scores]", {"cost": 900, "grant": 200, "scores": [1]}):
        tree = ast.parse(mutant.line, mode="eval")
        assert all(loop.target.id == "cost" for loop in ast.walk(tree) if isinstance(loop, ast.comprehension))  # type: ignore[attr-defined]


def test_names_that_are_no_inputs_are_left_alone() -> None:
    assert all("pi" in mutant.line or mutant.operator == "ODL" for mutant in mutants("pi * cost", FIGURES))


def test_names_of_another_kind_are_not_exchanged() -> None:
    found = lines("cost * rate", FIGURES)
    assert "rate * rate" not in found
    assert "cost * years" not in found


def test_a_line_that_is_no_expression_is_refused() -> None:
    with pytest.raises(SyntaxError):
        mutants("answer = 3")


_ATOMS = st.one_of(
    st.sampled_from(["cost", "grant", "rate", "years", "scores", "weights", "pi", "True", "'cost'"]),
    st.integers(-20, 2000).map(str),
    st.floats(0.01, 99, allow_nan=False).map(lambda number: f"{number:.3g}"),
)


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    three = st.tuples(inner, inner, inner)
    signs = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "<", ">=", "==", "and", "or"])
    return st.one_of(
        st.tuples(inner, signs, inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        inner.map(lambda p: f"-({p})"),
        inner.map(lambda p: f"not ({p})"),
        st.tuples(st.sampled_from(["f", "sum", "max", "len", "sorted", "np.mean", "range"]), inner).map(
            lambda p: f"{p[0]}({p[1]})"
        ),
        two.map(lambda p: f"npv({p[0]}, {p[1]}, keep={p[0]})"),
        three.map(lambda p: f"[{p[0]}, {p[1]}, {p[2]}]"),
        three.map(lambda p: f"({p[0]}) if ({p[1]}) else ({p[2]})"),
        two.map(lambda p: f"[s for s in ({p[0]}) if ({p[1]})]"),
        two.map(lambda p: f"sum(s for s in ({p[0]}) if ({p[1]}))"),
        three.map(lambda p: f"({p[0]})[({p[1]}):({p[2]})]"),
        two.map(lambda p: f"({p[0]})[{p[1]}]"),
        two.map(lambda p: f"{{'a': ({p[0]}), 'b': ({p[1]})}}['a']"),
    )


FORMULAS = st.recursive(_ATOMS, _wider, max_leaves=8)
INPUTS = st.sampled_from([{}, FIGURES, LISTS, {**FIGURES, **LISTS}])


class TestAnyLine:
    @settings(max_examples=60)
    @given(FORMULAS, INPUTS)
    def test_has_mutants_that_can_be_typed_differ_from_it_and_from_each_other(
        self, line: str, inputs: dict[str, Any]
    ) -> None:
        found = mutants(line, inputs)
        trees = [ast.dump(ast.parse(mutant.line, mode="eval")) for mutant in found]
        assert len(set(trees)) == len(trees)
        assert ast.dump(ast.parse(typed(line), mode="eval")) not in trees
        for mutant in found:
            assert typed(mutant.line) == mutant.line
            assert "\n" not in mutant.line
            assert mutant.operator in NAMES
            assert mutant.what.strip()

    @settings(max_examples=60)
    @given(FORMULAS, INPUTS)
    def test_has_the_same_ones_every_time_and_however_it_is_spaced(self, line: str, inputs: dict[str, Any]) -> None:
        assert mutants(line, inputs) == mutants(f" ( {line} )  # a remark".strip(), dict(inputs))

    @settings(max_examples=60)
    @given(FORMULAS, INPUTS)
    def test_is_left_with_names_it_had_or_could_have_had(self, line: str, inputs: dict[str, Any]) -> None:
        def names(text: str) -> set[str]:
            return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}

        allowed = names(line) | set(inputs) | {"sum", "max", "min", "len", "any", "all"}
        for mutant in mutants(line, inputs):
            assert names(mutant.line) <= allowed
