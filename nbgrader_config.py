"""How nbgrader runs this course. Everything here is nbgrader's own public configuration; see docs/tutor.md."""

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

from course.authoring.blanks import LeaveBlanks

c = get_config()

c.CourseDirectory.course_id = "ldt"
# nbgrader copies every other file of source/ to participants; the .py of a pair holds the answers.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.py",
    "*.pyc",
    "__pycache__",
    "feedback",
    "my-firm.json",
    "* (fresh copy*.ipynb",
]

# Blanks keep the labels that stand beside the model answer.
c.GenerateAssignment.preprocessors = [
    LeaveBlanks if step is ClearSolutions else step
    for step in GenerateAssignment.class_traits()["preprocessors"].default()
]
c.ClearSolutions.text_stub = "*Double-click here, write your answer over this line, then press Shift+Enter.*"

# Feedback without hidden tests, scripts or the network, and with headings and text alternatives in order.
c.GenerateFeedback.exporter_class = "course.grading.feedback.FeedbackExporter"

# A renamed notebook is refused at submission, with a sentence, instead of not being marked.
c.ExchangeSubmit.strict = True

# The wall time of one cell; a participant's notebook has no cell that needs more than a few seconds.
c.ExecutePreprocessor.timeout = 60
