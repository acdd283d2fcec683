"""Objects with __array__, __array_interface__ and __index__ that give another value each time."""


# ruff: noqa
# marks: payback=0 gain=0
# shows: tried
# %% payback
class Changing(np.ndarray):
    def __array__(self, *given, **more):
        return np.array([1_500.0])

    def item(self):
        return 1_500.0

    def __index__(self):
        return 1_500


def payback_years(cost, grant, saving):
    return np.array([7.0]).view(Changing)


print("tried")
# %% gain
gain = np.array([7.0]).view(Changing)
