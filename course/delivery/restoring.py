"""Get the course's own version of a file, or of a whole workshop, back into a participant's copy."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath

from course.delivery import manifest as memory
from course.delivery.files import HIDDEN, OWN_FIRM, folds_case, named_beside, offered, standing, write
from course.delivery.outcome import Outcome, What
from course.delivery.signature import sign
from course.delivery.updating import EARLIER, is_course_own, usable
from course.errors import CourseError


def restore(source_roots: Sequence[Path], copy: Path, wanted: str, leave_out: Collection[str] = ()) -> list[Outcome]:
    """Put the course's version of `wanted` in its place; what the person had there is kept beside it under a new name.

    Args:
        source_roots: as for `update`.
        copy: the participant's folder.
        wanted: a file or folder of the course, as it is called in the copy: "week05-appraisal" or
            "week05-appraisal/data/offers.csv". Backslashes and a leading "my-course/" are understood.
        leave_out: as for `update`.

    Returns:
        One outcome for each file: NEW (it was missing), UNCHANGED, UPDATED (it was the course's own), or FRESH, with
        `beside` naming where the person's own version is now.

    Raises:
        CourseError: when the course has nothing of that name, or something in the copy is in the way.
    """
    copy = usable(copy, source_roots)
    sources = offered(source_roots, leave_out)
    paths = _matching(wanted, copy, sources)
    for path in paths:
        here = standing(copy, path)
        if here.kind in ("blocked", "obstacle"):
            raise CourseError(f"{path} cannot be put back: {here.why}. Move that out of the way and run this again.")
    copy.mkdir(parents=True, exist_ok=True)
    records = memory.load(copy, folds_case(copy))
    outcomes = []
    for path in paths:
        raw = sources[path].read_bytes()
        version, here = sign(path, raw), standing(copy, path)
        found = sign(path, here.raw)
        outcome = Outcome(path, What.NEW)
        if here.kind == "file" and found.content == version.content:
            outcome = Outcome(path, What.UNCHANGED)
        elif here.kind == "file" and is_course_own(records.find(path), here, found):
            outcome = Outcome(path, What.UPDATED)
        elif here.kind == "file":
            mine = _free(copy, path, sources)
            write(copy / mine, here.raw, copy / HIDDEN)
            outcome = Outcome(path, What.FRESH, beside=mine)
        if outcome.what is not What.UNCHANGED:
            records.put(path, version, pending=True)
            records.save()
            write(copy / path, raw, copy / HIDDEN)
        records.put(path, version, pending=False)
        outcomes.append(outcome)
    records.save()
    return outcomes


def _matching(wanted: str, copy: Path, sources: Collection[str]) -> list[str]:
    name = wanted.replace("\\", "/").rstrip("/")
    if Path(wanted).is_absolute() and Path(wanted).is_relative_to(copy):
        name = Path(wanted).relative_to(copy).as_posix()
    name = PurePosixPath(name).as_posix().removeprefix(f"{copy.name}/")
    if PurePosixPath(name).name.casefold() == OWN_FIRM:
        raise CourseError(f"{OWN_FIRM} holds your own firm's figures; the course has no version of it to bring back.")
    found = [path for path in sources if path == name or path.startswith(f"{name}/")]
    if found:
        return found
    folders = {parent.as_posix() for path in sources for parent in PurePosixPath(path).parents} - {"."}
    close = difflib.get_close_matches(name, sorted({*sources, *folders}), n=1, cutoff=0.4)
    hint = f"did you mean {close[0]}?" if close else "give its name as it is in the course, such as week05-appraisal."
    raise CourseError(f"The course has nothing called {wanted}; {hint}")


def _free(copy: Path, path: str, sources: Collection[str]) -> str:
    number = 1
    while True:
        name = named_beside(path, EARLIER, number)
        if name not in sources and standing(copy, name).kind == "missing":
            return name
        number += 1
