seen = {1, 2, 3}
for number in seen:
    seen.add(number + 10)
