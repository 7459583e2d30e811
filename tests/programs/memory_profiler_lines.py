# Which rows have figures: lines that ran, as often as they ran; statements of several lines, docstrings, decorators.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import io
from memory_profiler import profile
from memory_tables import form

out = io.StringIO()


def plain(function):
    return function


@profile(stream=out)
@plain
@plain
def many(n,
         default=(1,
                  2)):
    """Its text,
    of two lines."""
    # a comment
    total = [
        n,
        n + 1,
    ]
    if n > 100:
        total.append(5)
    elif n > 5:
        total.append(6)
    else:
        total.append(7)
    try:
        total.index(99)
    except ValueError:
        pass
    finally:
        n += 1
    while n < 4: n += 1

    with io.StringIO() as file:
        file.write("x")
    squares = [i *
               i for i in range(3)]
    return (total,
            squares)


print(many(1))
print(form(out.getvalue()))
