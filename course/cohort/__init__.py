"""A cohort: its folder and people, simulated submissions to try things on, and the report of how it is doing.

`folder.Cohort` and `folder.new_cohort`, `simulate.simulate`, `report.build_report` and `report.write_report`. Nothing
is imported here: a cohort's nbgrader_config.py needs only the folder.
"""
