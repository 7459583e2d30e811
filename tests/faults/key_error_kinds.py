import os
import traceback

for operation in (lambda: {}[1],
                  lambda: {}["it's"],
                  lambda: {}[(1, "a")],
                  lambda: {}[None],
                  lambda: {}.pop("x"),
                  lambda: {}.popitem(),
                  lambda: set().pop(),
                  lambda: {1}.remove(2),
                  lambda: os.environ["NO_SUCH_NAME"],
                  lambda: "{name}".format(other=1),
                  lambda: "%(name)s" % {}, lambda: "{0[x]}".format({})):
    try:
        operation()
    except Exception:
        traceback.print_exc()
stock = {"apples": 3}
del stock["pears"]
