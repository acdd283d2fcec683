"""`python -m course.cli`: the same as `ldt`, where scripts are not on the path."""

from course.cli import main

main()
