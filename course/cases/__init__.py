"""The simulated firms of the course: figures, generators and data dictionaries. None of them exists."""
