"""How nbgrader runs this course. Everything here is nbgrader's own public configuration; see docs/tutor.md."""

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute

from course.authoring.blanks import LeaveBlanks
from course.delivery import NOT_HANDED_IN
from course.grading.execute import EngineExecute

c = get_config()

c.CourseDirectory.course_id = "ldt"
# nbgrader copies every other file of source/ to participants; the .py of a pair holds the answers.
c.CourseDirectory.ignore = ["*.py", *NOT_HANDED_IN]

# Blanks keep the labels that stand beside the model answer.
c.GenerateAssignment.preprocessors = [
    LeaveBlanks if step is ClearSolutions else step
    for step in GenerateAssignment.class_traits()["preprocessors"].default()
]
c.ClearSolutions.text_stub = "*Double-click here, write your answer over this line, then press Shift+Enter.*"

# Feedback without hidden tests, scripts or the network, and with headings and text alternatives in order.
c.GenerateFeedback.exporter_class = "course.grading.feedback.FeedbackExporter"

# What participants wrote and drew cannot act with the tutor's rights in Formgrader; rubrics have lines.
c.HTMLExporter.preprocessors = ["course.grading.harmless.Harmless", "course.grading.marking_page.MarkingPage"]
c.CSSHTMLHeaderPreprocessor.enabled = False  # MarkingPage does what it does

# A renamed notebook is refused at submission, with a sentence, instead of not being marked.
c.ExchangeSubmit.strict = True

# What was deleted, copied or damaged is mended on the way, or the tutor told: as `ldt grade` does it.
c.Autograde.exporter_class = "course.grading.received.Received"

# Notebooks run behind a wall and their checks are judged apart, in `nbgrader autograde` and Formgrader too; see
# docs/grading.md. What a submission may use, and what each number means, is in course/grading/execution/limits.py.
c.Autograde.autograde_preprocessors = [
    EngineExecute if step is Execute else step for step in Autograde.class_traits()["autograde_preprocessors"].default()
]
c.EngineExecute.limits = {"cell_seconds": 30, "notebook_seconds": 180}
