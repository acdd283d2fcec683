"""The exercises of webinars and site visits: one module each, imported by its notebook. Nothing here is marked."""
