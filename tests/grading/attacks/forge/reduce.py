"""Values that run code when they are unpickled or copied on the other side."""

# ruff: noqa
# marks: payback=0 gain=0 firm=0
# shows: tried
# %% predict
import os


class Bomb:
    def __reduce__(self):
        return (exec, ("import os; os.system('touch @outside@/gradebook.db.GOT')",))

    def __deepcopy__(self, memo):
        os._exit(9)

    __copy__ = __getstate__ = __sizeof__ = __deepcopy__


print("tried")


# %% payback
def payback_years(cost, grant, saving):
    return Bomb()


# %% gain
gain = Bomb()
# %% firm
firm = dict(price=Bomb(), saving=[Bomb()])
