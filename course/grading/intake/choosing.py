"""Which of the files in a submitted folder is the workshop's notebook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from course.grading.intake.files import MOST_BYTES, File, read
from course.grading.intake.matching import answered, known
from course.grading.intake.reading import Read, UnreadableError, parse
from course.grading.intake.release import Release
from course.grading.intake.saying import listed, megabytes, plain

_MOST_READ = 12


@dataclass(frozen=True)
class Candidate:
    """A file that may be the notebook.

    Args:
        file: where it is.
        data: its bytes.
        read: what it says.
        cells: how many of the workshop's labelled cells it holds.
        answers: which of its answers are written in: place in the release -> text.
    """

    file: File
    data: bytes
    read: Read
    cells: int
    answers: dict[int, str]

    @property
    def rank(self) -> tuple[int, int, float, str]:
        """By this the likelier one is known: more of the workshop's cells, more answers, written later."""
        return self.cells, len(self.answers), self.file.changed, self.file.name


@dataclass(frozen=True)
class Chosen:
    """What came of the search.

    Args:
        candidate: the notebook; None when there is none that can be marked.
        says: what a tutor should know of it, a sentence each; why there is none, when there is none.
    """

    candidate: Candidate | None
    says: tuple[str, ...]


@dataclass
class Search:
    """The search for one notebook in one submission.

    Args:
        who: the participant.
        where: the folder, as it is named in sentences.
        wanted: the notebook's name, without .ipynb.
        release: the workshop's notebook.
        broken: why a file is no candidate: file name -> the end of a sentence about it.
    """

    who: str
    where: str
    wanted: str
    release: Release
    broken: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that the file should have."""
        return f"{self.wanted}.ipynb"

    def among(self, files: Sequence[File], others: Collection[str] = ()) -> Chosen:
        """Find the notebook: the file of the right name; without one, the likeliest of the rest.

        Args:
            files: the submission's ordinary files.
            others: the names of the workshop's other notebooks, which are not this one.
        """
        exact = [file for file in files if file.name == self.name]
        rest = [file for file in files if file.name != self.name and self._may_be(file.name, others)]
        best = next((found for file in exact if (found := self._look(file))), None)
        if best is not None and not rest:
            return Chosen(best, ())
        rest.sort(key=lambda file: (not file.name.endswith(".ipynb"), -file.changed, file.name))
        candidates = [found for file in rest[:_MOST_READ] if (found := self._look(file))]
        if best is None and not candidates:
            return Chosen(None, (self._none(files, exact, rest),))
        candidates.sort(key=lambda each: each.rank, reverse=True)
        chosen = best or candidates.pop(0)
        return Chosen(chosen, tuple(self._which(chosen, candidates)))

    def _may_be(self, name: str, others: Collection[str]) -> bool:
        last = name.rsplit("/", 1)[-1].lower()
        if name in {f"{other}.ipynb" for other in others}:
            return False
        # Browsers save a notebook as x.ipynb.txt or as x.json.
        return ".ipynb" in last or (last.startswith(self.wanted.lower()) and last.endswith((".json", ".txt")))

    def _look(self, file: File) -> Candidate | None:
        """Read a file; None when it is not the workshop's notebook, and why goes to `broken`."""
        if file.size > MOST_BYTES:
            self.broken[file.name] = (
                f"is {megabytes(file.size)} long, more than the {megabytes(MOST_BYTES)} that are read"
            )
            return None
        try:
            data = read(file)
            found = parse(data)
        except OSError:
            self.broken[file.name] = "cannot be opened"
            return None
        except UnreadableError as problem:
            self.broken[file.name] = str(problem)
            return None
        cells = known(found.notebook["cells"], self.release)
        if not cells:
            self.broken[file.name] = "is another notebook: it holds none of the workshop's cells"
            return None
        return Candidate(file, data, found, cells, answered(found.notebook["cells"], self.release))

    def _which(self, chosen: Candidate, others: list[Candidate]) -> list[str]:
        says: list[str] = []
        named = plain(chosen.file.name)
        if self.name in self.broken:
            says.append(f"{self.name} from {self.who} {self.broken[self.name]}; “{named}” was marked in its place.")
        elif chosen.file.name != self.name:
            says.append(f"{self.who} had named the notebook “{named}”; it was marked as {self.name}.")
        rivals = [each for each in others if each.answers and each.answers != chosen.answers]
        if rivals:
            names = listed([f"“{plain(each.file.name)}”" for each in rivals], "files")
            says.append(
                f"{self.who} had submitted other notebooks with answers too ({names}); “{named}” was marked, in which "
                f"{len(chosen.answers)} answers are written."
            )
        return says

    def _none(self, files: Sequence[File], exact: Sequence[File], rest: Sequence[File]) -> str:
        if exact:
            return f"{self.name} from {self.who} {self.broken[self.name]}: ask {self.who} to submit it again."
        if not rest:
            instead = f" It holds “{plain(files[0].name)}”." if files else ""
            return f"{self.where} holds no notebook: {self.name} is missing.{instead}"
        first, why = plain(rest[0].name), self.broken[rest[0].name]
        return f"{self.name} is missing from {self.where}, which holds “{first}” instead; that {why}."
