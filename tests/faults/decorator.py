def check(kind):
    def decorate(function):
        def wrapper(*args):
            for arg in args:
                if not isinstance(arg, kind):
                    raise TypeError(f"{function.__name__}() takes {kind.__name__}, not {type(arg).__name__}")
            return function(*args)
        return wrapper
    return decorate


@check(int)
def double(x):
    return x * 2


double(2)
double("2")
