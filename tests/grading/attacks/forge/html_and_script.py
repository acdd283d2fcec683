"""Script and HTML in outputs and errors; feedback has tests of its own, here marking must survive."""

# ruff: noqa
# marks: payback=0
# shows: onerror
# %% predict
from IPython.display import HTML, Javascript, Markdown, display

display(HTML("<img src=x onerror=alert(1)><script>fetch('http://127.0.0.1:@port@')</script>"))
display(Javascript("alert(2)"), Markdown("<script>alert(3)</script>"))


# %% payback
def payback_years(cost, grant, saving):
    raise ValueError("<script>alert(4)</script><img src=x onerror=alert(5)>")
