import sys
import traceback


def inner(x):
    local = [x]
    raise ValueError("inner")


def outer():
    try:
        inner(1)
    except ValueError as error:
        error.__traceback__ = error.__traceback__.tb_next
        stack = traceback.TracebackException.from_exception(error, capture_locals=True)
        print("".join(stack.format()), file=sys.stderr)
        for frame, line in traceback.walk_tb(error.__traceback__):
            print(frame.f_code.co_name, line, frame.f_lineno, file=sys.stderr)
        raise error


traceback.print_stack()
outer()
