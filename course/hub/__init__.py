"""A JupyterHub for the course: people in a browser, nbgrader's exchange between them.

JupyterHub and nbgrader stay as they are. What is added goes through their public configuration, in
deploy/one-machine/.
"""
