"""Running a submission's cells: warm, walled off, and with the outputs that a kernel would have left.

The path of a submission through here: `attempt` (on the tutor's side of the wall) asks a `nursery` for a process that
has the libraries and the unchanged first cells already; that process goes through `sandbox` and then runs cells in
`shell`. Across the wall go messages of `channel`, which carry `values` and nothing else.
"""
