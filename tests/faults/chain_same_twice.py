error = ValueError("kept")


def again():
    raise error


try:
    again()
except ValueError:
    pass
try:
    again()
except ValueError as caught:
    raise TypeError("other") from caught
