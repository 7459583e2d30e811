def check(values):
    errors = []
    for value in values:
        try:
            1 / value
        except ZeroDivisionError as error:
            error.add_note("value: %r" % value)
            errors.append(error)
        except TypeError as error:
            errors.append(error)
    raise ExceptionGroup("faulty values", errors)


check([1, 0, "x"])
