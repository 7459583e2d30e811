def produce():
    received = yield 1
    return received


generator = produce()
next(generator)
generator.send("the result")
