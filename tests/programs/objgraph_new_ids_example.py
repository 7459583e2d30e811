# New lists are found by their ids, and nothing that was there before.
import contextlib
import io
import objgraph


def quiet(**options):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        return objgraph.get_new_ids(**options), printed.getvalue()


_ = quiet()  # store current objects
_ = quiet()  # they become the old ones
a = [0, 1, 2]
b = [3, 4, 5]
new_ids, table = quiet(limit=3)
lines = table.splitlines()
print(len(lines), lines[1].split(), set(lines[0]) == {"="} == set(lines[2]) == set(lines[-1]))
new_lists = objgraph.at_addrs(new_ids['list'])
print(a in new_lists, b in new_lists, any(o is _ for o in new_lists))
print(quiet(limit=0)[1] == "")
again, table = quiet(skip_update=True)
print(table == "", a in objgraph.at_addrs(again['list']))
del a, b, new_lists
gone, table = quiet(limit=None)
print(all(line.split()[3].startswith("+") for line in table.splitlines()[3:-1]))
