"""Slicing and slice assignment of lists, strings, tuples, bytes and ranges."""
l = list(range(10))
print(l[2:5], l[:3], l[-3:], l[::2], l[::-1], l[8:2:-2], l[5:2], l[100:], l[-100:2])
l[2:5] = ["a", "b"]
print(l)
l[::3] = [0] * len(l[::3])
print(l)
del l[1:4], l[-1]
print(l)
l[1:1] = [7, 8]
l[:0] = [-1]
print(l)
try:
    l[::2] = [1]
except ValueError as error:
    print(error)
try:
    l[1:2] = 5
except TypeError as error:
    print(error)
try:
    l["a"]
except TypeError as error:
    print(error)
try:
    l[99]
except IndexError as error:
    print(error)
try:
    [1, 2][::0]
except ValueError as error:
    print(error)
print("abcdef"[1:4], "abcdef"[::-2], (1, 2, 3)[1:], b"bytes"[1:3], range(10)[2:8:3], "x"[5:], "hello"[-3:-1])
s = slice(1, 10, 2)
print(s, s.indices(6), l[slice(None)] == l, slice(3) == slice(None, 3, None))


class Sub:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


sub = Sub()
print(sub[1], sub[1:2], sub[::3], sub[1, 2], sub[1:2, ...], sub[()])
sub[1:2] = 3
del sub[4, 5]
