from contextlib import ExitStack, contextmanager


@contextmanager
def section(name):
    try:
        yield name
    except ZeroDivisionError as error:
        raise ValueError(name) from error


with ExitStack() as stack:
    stack.enter_context(section("one"))
    stack.enter_context(section("two"))
    1 / 0
