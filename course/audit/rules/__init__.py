"""The rules, one module each; `course.audit.run.RULES` lists them in the order of the table."""
