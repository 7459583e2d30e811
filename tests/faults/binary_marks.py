a, b, c = 1, [2], {"x": {"y": 0}}
try:
    a + b * c
except TypeError:
    import traceback
    traceback.print_exc()
try:
    (a   +   (b))
except TypeError:
    traceback.print_exc()
try:
    b[a] + 1
except IndexError:
    traceback.print_exc()
try:
    c["x"] [ "z" ] ["q"]
except KeyError:
    traceback.print_exc()
try:
    -b + a
except TypeError:
    traceback.print_exc()
try:
    a < b < a
except TypeError:
    traceback.print_exc()
try:
    a and b and c.x
except AttributeError:
    traceback.print_exc()
try:
    b[a:c]
except TypeError:
    traceback.print_exc()
try:
    a.real.imagg.real
except AttributeError:
    traceback.print_exc()
try:
    print(a(b)(c))
except TypeError:
    traceback.print_exc()
try:
    b[0], c["x"]["y"] = a, b, c
except ValueError:
    traceback.print_exc()
try:
    b[0] += c
except TypeError:
    traceback.print_exc()
try:
    del c["x"]["y"], b[7]
except IndexError:
    traceback.print_exc()
try:
    (lambda: a.x)()
except AttributeError:
    traceback.print_exc()
try:
    not a.x
except AttributeError:
    traceback.print_exc()
try:
    {**c, a.x: 1}
except AttributeError:
    traceback.print_exc()
a if b.x else c
