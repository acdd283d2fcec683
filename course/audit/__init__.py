"""Proof that the course is right: rules that every workshop has to pass, run by `ldt audit`.

`workshop` is what a rule sees of a workshop, `findings` what it answers, `rules` the rules themselves (one module
each), `tools` what several rules share (the marking engine, a browser), and `run` goes through them all.
"""
