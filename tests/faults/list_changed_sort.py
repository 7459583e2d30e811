numbers = [3, 1, 2]
numbers.sort(key=lambda number: numbers.append(number) or number)
