"""A hub to try out, and to test: a site in a temporary folder with made-up people and a cohort with a workshop out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from course import checkout
from course.cohort.folder import Cohort, Participant, new_cohort
from course.errors import CourseError
from course.hub.people import TUTORS_GROUP, People, make_homes, make_up, write_names, write_passwords
from course.hub.roles import Role
from course.hub.serving import CONFIG
from course.hub.settings import PREFIX
from course.hub.site import Site, admit_tutors, close_course, copy_course, lay_out

PARTICIPANTS = ("anna", "ben")
TUTORS = ("tara",)
RELEASED = ("week05-appraisal",)


@dataclass(frozen=True)
class TrialSite:
    """A site whose people exist only in it.

    Args:
        site: its folders.
        people: everybody.
        cohort: the folder of its cohort.
        shown: what its processes see at other places: where -> what.
    """

    site: Site
    people: People
    cohort: Path
    shown: Mapping[Path, Path]

    def variables(self) -> dict[str, str]:
        """The settings of its hub, but for ports and programs."""
        return {
            PREFIX + "FOLDER": str(self.site.folder),
            PREFIX + "COHORT": str(self.cohort),
            PREFIX + "TUTORS_GROUP": TUTORS_GROUP,
            PREFIX + "SIGN_IN": "file",
            PREFIX + "PASSWORDS": str(self.site.state / "passwords.json"),
        }


@contextmanager
def trial_site(
    participants: Sequence[str] = PARTICIPANTS,
    tutors: Sequence[str] = TUTORS,
    released: Sequence[str] = RELEASED,
    gradebook: str | None = None,
) -> Iterator[TrialSite]:
    """Make a site in a temporary folder, and remove it.

    Args:
        participants: login names.
        tutors: login names.
        released: the workshops that the exchange gives out.
        gradebook: the address of an empty database for the cohort's gradebook, in place of a file.

    Raises:
        CourseError: when something of the course is missing, or a name is taken on this machine.
    """
    folder = Path(tempfile.mkdtemp(prefix="ldt-hub-"))
    try:
        yield _make(Site(folder), participants, tutors, released, gradebook)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(
    site: Site, participants: Sequence[str], tutors: Sequence[str], released: Sequence[str], gradebook: str | None
) -> TrialSite:
    top = checkout.root()
    people = make_up(site.folder / "homes", participants, tutors)
    lay_out(site, people.tutors)
    make_homes(people)
    write_passwords(people, site.state / "passwords.json")
    shown = write_names(people, site.state)

    course = site.folder / "course"
    copy_course(top, course)
    close_course(course, people.tutors)
    shown[top] = course
    for own in {Path(sys.prefix), Path(sys.base_prefix), _node()}:
        if own != Path("/usr"):
            shown[own] = own
    shown[site.folder] = site.folder

    made = new_cohort("trial", site.cohorts / "trial", gradebook=gradebook)
    everybody = tuple(
        Participant(id=each.name, first_name=each.name.title(), last_name="Example")
        for each in people.of(Role.PARTICIPANT)
    )
    cohort = replace(made, participants=everybody)
    cohort.save()
    cohort.enrol()
    admit_tutors(cohort.path, people.tutors)
    for workshop in released:
        release(cohort, workshop, site)
    return TrialSite(site, people, cohort.path, shown)


def release(cohort: Cohort, workshop: str, site: Site) -> None:
    """Give a workshop out through the exchange, as a tutor's button does.

    Raises:
        CourseError: when nbgrader refuses.
    """
    top = checkout.root()
    variables = {
        **os.environ,
        "LDT_ROOT": str(top),
        "LDT_EXCHANGE": str(site.exchange),
        "JUPYTER_CONFIG_PATH": str(top / CONFIG / Role.TUTOR),
    }
    words = [sys.executable, "-m", "nbgrader", "release_assignment", workshop]
    done = subprocess.run(words, cwd=cohort.path, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["nbgrader gave no reason"])[-1]
        raise CourseError(f"{workshop} could not be given out: {last}")


def _node() -> Path:
    """Where node is, for the proxy; /usr when it is where all can read it anyway."""
    found = shutil.which("node")
    return Path(found).resolve().parent.parent if found else Path("/usr")
