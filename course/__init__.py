"""Leading Digital Transformation: the package that the course's notebooks import and that runs the course."""

__version__ = "0.1.0"
