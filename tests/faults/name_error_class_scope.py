class Limits:
    low = 1
    high = 10
    steps = [low + n for n in range(high)]
