"""The methods that the course teaches, as pure functions with the standard names of their fields."""
