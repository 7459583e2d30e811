# What pickling asks of the iterators of lists and tuples.
def show(*things): print(*things)
for make in (lambda: iter([1, 2, 3]), lambda: iter((1, 2, 3)), lambda: reversed([1, 2, 3]), lambda: reversed((1, 2, 3))):
    i = make(); show(i.__reduce__()); next(i); r = i.__reduce__(); show(r)
    again = r[0](*r[1]); again.__setstate__(r[2]); show(list(again), list(i), i.__reduce__())
    for position in -5, 0, 1, 2, 99:
        i = make(); i.__setstate__(position); show(position, list(i))
    for bad in 'a', 2**70:
        try: make().__setstate__(bad)
        except (TypeError, OverflowError) as e: show(type(e).__name__)
show(len.__reduce__(), [].append.__reduce__()[1], object().__getstate__())
