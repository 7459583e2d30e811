numbers = iter([1, 2])
next(numbers)
next(numbers)
next(numbers)
