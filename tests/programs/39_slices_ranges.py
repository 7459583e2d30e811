"""slice and range objects: every sign of start, stop and step; indices, __index__, huge ranges, equality, hash, errors."""


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


ends = [None, 0, 2, 5, 9, -1, -3, -9]
steps = [None, 1, 2, -1, -2, 7, -7]
text, numbers, data, r = "abcde", list(range(5)), b"abcde", range(10, 60, 10)
total = 0
for start in ends:
    row = []
    for stop in ends:
        for step in steps:
            s = slice(start, stop, step)
            assert "".join(text[i] for i in range(*s.indices(5))) == text[s]
            assert [n * 10 + 10 for n in numbers[s]] == list(r[s]) and bytes(data[s]).decode() == text[s] and tuple(numbers)[s] == tuple(numbers[s])
            row.append(text[s])
    print(start, *row)
print(slice(1), slice(1, 2), slice("a", None, []), slice(3).indices(10), slice(None, None, -1).indices(4), slice(1, 2, 3).step)
print(slice(1, 2) == slice(1, 2), slice(1) < slice(2), attempt(hash, slice(1)), attempt(slice), attempt(slice(0, 1, 0).indices, 5), attempt(slice(None).indices, -1))
print(attempt(lambda: text[::0]), attempt(lambda: text["a":]), attempt(lambda: numbers[1.5]), attempt(lambda: r[::0]), text[-100:100], text[2**70:], text[:-(2**70)], text[: 2**70 : 2**70])


class Index:
    def __index__(self): return 2


class BadIndex:
    def __index__(self): return "no"


class Shows:
    def __getitem__(self, key): return key
    def __setitem__(self, key, value): print("set", key, value)
    def __delitem__(self, key): print("del", key)


print(text[Index()], text[Index():], range(Index()), numbers[: Index()], attempt(lambda: text[BadIndex()]), [0] * Index(), attempt(lambda: numbers[2**70]))
x = Shows()
print(x[1], x[1:2], x[1:2:3], x[:], x[::], x[1, 2], x[1:2, ...], x[()], x[*[1, 2]], x[lambda: 1 :].start is None)
x[1:2] = 3; x[..., 1] = 4; del x[:], x[0]
print(range(5), range(1, 5), range(1, 5, 2), list(range(5, 0, -2)), len(range(0, 10, 3)), len(range(10, 0)), range(3)[1], range(10)[2:8:3], range(10)[::-1], range(5)[-1])
print(3 in range(5), 5 in range(5), 2.0 in range(5), 2.5 in range(5), "a" in range(5), 4 in range(0, 10, 3), range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(0, 3, 2)) == hash(range(0, 4, 2)))
print(range(10).index(4), range(10).count(4), range(10).count(11), attempt(range(10).index, 11), list(reversed(range(0, 10, 3))), range(1, 9, 3).start, range(1, 9, 3).stop, range(1, 9, 3).step)
print(attempt(range), attempt(range, 1.0), attempt(range, "a"), attempt(range, 1, 2, 0), attempt(lambda: range(3)[5]), attempt(range, 1, 2, 3, 4), bool(range(0)), bool(range(1)))
big = range(2**64, 2**64 + 10, 3)
print(big, list(big), len(big), big[1], 2**64 + 3 in big, big.index(2**64 + 6), list(reversed(big)), attempt(len, range(2**70)), range(2**70)[2**69], next(iter(range(10**30, 10**31))))
it = iter(range(3)); print(next(it), it.__length_hint__(), list(it), list(it), min(range(3, 9)), sum(range(101)), max(range(0, -9, -2)))
