"""Pages of HTML from a room's templates: everything put into one is escaped, and a missing name is an error."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str) -> Template:
    """This room's template `templates/NAME.html.j2`.

    Raises:
        jinja2.TemplateNotFound: when there is none.
    """
    return pages_of("course.grading").get_template(f"{name}.html.j2")


@cache
def pages_of(room: str) -> Environment:
    """The templates of a room, such as "course.cohort"; filters may be added to them."""
    return Environment(
        loader=PackageLoader(room, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
