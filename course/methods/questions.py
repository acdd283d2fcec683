"""The ladder, the six areas and the 24 questions of week 1's assessment, in this course's own words.

The themes are those that public checks ask about, above all the six of the digital maturity assessment that Europe's
digital innovation hubs use; the ladder keeps the idea of a stage model (acatech). No wording is taken from either, and
neither body has looked at this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

QUESTIONS_PER_AREA: Final = 4
TOP: Final = 5
"""The highest step of the ladder."""


@dataclass(frozen=True)
class Step:
    """A step of the ladder.

    Args:
        name: in two or three words.
        means: what one sees in a firm that stands on it.
    """

    name: str
    means: str


@dataclass(frozen=True)
class Question:
    """One question, scored from 0 to 5.

    Args:
        name: one to three words that recall it.
        asks: the question.
        low: what 0 means.
        high: what 5 means.
    """

    name: str
    asks: str
    low: str
    high: str


@dataclass(frozen=True)
class Area:
    """One of the six areas.

    Args:
        name: one word in small letters; its key in the workbook.
        about: what belongs to it, in a few words.
        questions: four.
    """

    name: str
    about: str
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        """The name as a heading shows it."""
        return self.name.capitalize()


LADDER: Final = (
    Step("on paper", "we know it from heads and paper"),
    Step("on screen", "it is on a computer, each thing by itself"),
    Step("joined up", "systems pass it on, and nobody types it twice"),
    Step("seen", "we see what happens while it happens"),
    Step("understood", "our figures tell us why it happened"),
    Step("foreseen", "we see it coming, and act before it hurts"),
)
"""Steps 0 to 5."""

AREAS: Final = (
    Area(
        "direction",
        "plan, money, who leads",
        (
            Question("plan", "Is there a plan for digital work?", "none", "written, costed, looked at each quarter"),
            Question("money", "Is there money for it?", "only when something breaks", "a budget for each year, kept"),
            Question("leader", "Does one person lead it?", "nobody", "a named manager with time for it"),
            Question(
                "results",
                "Do you know what each project brought?",
                "nobody looks back",
                "measured, and the next one learns",
            ),
        ),
    ),
    Area(
        "tools",
        "computers, networks, programs",
        (
            Question(
                "planning jobs",
                "How are jobs planned?",
                "on paper or a whiteboard",
                "in a system that follows each job live",
            ),
            Question(
                "shared figures", "Do your programs share figures?", "all typed again", "each figure is typed once"
            ),
            Question(
                "network",
                "Does the network reach the shop floor?",
                "no signal there",
                "fast and steady at every machine",
            ),
            Question(
                "orders",
                "How do orders come in and go out?",
                "post, phone and paper",
                "from system to system, both ways",
            ),
        ),
    ),
    Area(
        "people",
        "skills, say, time to learn",
        (
            Question(
                "skills", "Can people use the tools they have?", "one or two can", "everybody can, and helps others"
            ),
            Question("time to learn", "Is there time and money to learn?", "none", "planned for each person, and kept"),
            Question(
                "say in choosing",
                "Do operators help to choose tools?",
                "they are told afterwards",
                "they try them first and decide",
            ),
            Question(
                "ideas", "Are good ideas from staff tried out?", "they get lost", "tried within weeks, with an answer"
            ),
        ),
    ),
    Area(
        "data",
        "kept, trusted, kept safe",
        (
            Question(
                "where kept",
                "Where are the figures of a job kept?",
                "in heads and notebooks",
                "in one place that all can find",
            ),
            Question(
                "trust", "Do people trust the figures?", "everybody keeps their own", "one set that decisions rest on"
            ),
            Question(
                "speed", "Do figures reach those who act?", "at month end, if at all", "the same minute, by themselves"
            ),
            Question(
                "cyber attack",
                "Could you work on after a cyber attack?",
                "not for weeks",
                "copies are tested, people have practised",
            ),
        ),
    ),
    Area(
        "automation",
        "machines and programs that act",
        (
            Question("heavy work", "Is heavy or dull work automated?", "all by hand", "wherever it pays, and reviewed"),
            Question(
                "machine reports", "Do machines report what they do?", "no", "all of them, and stops explain themselves"
            ),
            Question(
                "office work",
                "Do programs do routine office work?",
                "none",
                "quotes, orders and invoices mostly run themselves",
            ),
            Question(
                "faults seen coming",
                "Do you see faults coming?",
                "only when they stop us",
                "machines warn, and we act first",
            ),
        ),
    ),
    Area(
        "energy",
        "power, scrap and waste",
        (
            Question("power", "How well do you know your power use?", "one bill a month", "by machine, as it happens"),
            Question("scrap", "Is scrap measured?", "by the full skip", "by job, with its cause and cost"),
            Question("action", "Do you act on what is measured?", "no", "targets, and someone who answers for them"),
            Question(
                "carbon figure",
                "Could you give a customer your carbon figure?",
                "no",
                "for each product, from our own figures",
            ),
        ),
    ),
)
"""The six areas, in the order in which they are asked."""

NAMES: Final = tuple(area.name for area in AREAS)
