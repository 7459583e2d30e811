# exit: 0
def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


generator = stubborn()
next(generator)
del generator
print("still here")
