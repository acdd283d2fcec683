"""The author's room: pairs of notebooks and scripts, the build, the audit, and the tables derived from the syllabus."""
