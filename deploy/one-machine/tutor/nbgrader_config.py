"""nbgrader on a tutor's server: where the exchange is. The rest is in the cohort's own nbgrader_config.py."""

import os

from course.hub import submitting

c = get_config()

c.Exchange.root = os.environ["LDT_EXCHANGE"]
c.CourseDirectory.groupshared = True  # tutors work in each other's folders: course/hub/site.py

# Where this server can have no sandbox, as in a pod of Kubernetes, Formgrader's autograde runs on a cluster.
if os.environ.get("LDT_SCHEDULER"):
    c.EngineExecute.scheduler = os.environ["LDT_SCHEDULER"]

# Nobody can hand in under another's name.
c.ExchangeFactory.collect = submitting.Collect
