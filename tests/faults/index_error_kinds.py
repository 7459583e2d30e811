import traceback
from collections import deque

for operation in (lambda: [][0],
                  lambda: ()[1],
                  lambda: ""[2],
                  lambda: b""[3],
                  lambda: bytearray()[4],
                  lambda: range(3)[5],
                  lambda: [].pop(),
                  lambda: [1].pop(7),
                  lambda: deque().pop(),
                  lambda: deque([1])[1],
                  lambda: bytearray().pop(),
                  lambda: [1].__setitem__(1, 1), lambda: "{} {}".format(1), lambda: "{1}".format(1),
                  lambda: [].__delitem__(0), lambda: [1][10 ** 30], lambda: memoryview(b"ab")[2]):
    try:
        operation()
    except Exception:
        traceback.print_exc()
numbers = [1, 2, 3]
numbers[3] = 4
