"""try/except: half of the calls raise."""


class Refused(Exception):
    pass


def check(n):
    if n % 4 == 0:
        raise ValueError(n)
    if n % 4 == 2:
        raise Refused("number", n)
    return n


kept = refused = wrong = finished = 0
for n in range(1000000):
    try:
        kept += check(n) & 1
    except ValueError as error:
        wrong += error.args[0] & 7
    except Refused:
        refused += 1
    finally:
        finished += 1
print(kept, refused, wrong, finished)
