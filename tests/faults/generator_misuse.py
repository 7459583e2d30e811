import traceback


def generator():
    try:
        yield 1
    finally:
        yield 2


def itself():
    yield next(me)


me = itself()
closing = generator()
next(closing)
for operation in (lambda: generator().send(1),
                  lambda: next(me),
                  lambda: closing.close(),
                  lambda: generator().throw(5),
                  lambda: generator().throw(ValueError("thrown")),
                  lambda: generator().throw(KeyError, "old"),
                  lambda: closing.throw(ZeroDivisionError)):
    try:
        operation()
    except BaseException:
        traceback.print_exc()
started = generator()
next(started)
started.throw(RuntimeError("stop now"))
next(started)
