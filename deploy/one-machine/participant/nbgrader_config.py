"""nbgrader on a participant's server: where the exchange is, and what handing in means."""

import os

from course.delivery import NOT_HANDED_IN
from course.hub import submitting

c = get_config()

c.CourseDirectory.course_id = "ldt"
c.CourseDirectory.ignore = list(NOT_HANDED_IN)
c.Exchange.root = os.environ["LDT_EXCHANGE"]
c.CourseDirectory.groupshared = True  # the exchange belongs to the tutors' group: course/hub/site.py

# A renamed or damaged notebook is refused with a sentence; what is taken gets a receipt.
c.ExchangeFactory.submit = submitting.Submit
c.ExchangeSubmit.strict = True
