# Reference counts in the labels: those of the program, none of the drawing's own.
import io
import re
import objgraph


def counts(*objects, show=objgraph.show_refs, **options):
    output = io.StringIO()
    show(list(objects), refcounts=True, output=output, **options)
    return re.findall(r'label="(\w+) \[(\d+)\]', output.getvalue())


lists = [[], [], []]
alias = lists[1]
more = [lists[2]] * 5
found = dict.fromkeys(range(3))
output = io.StringIO()
objgraph.show_refs([lists], refcounts=True, max_depth=1, output=output)
text = output.getvalue()
for o in lists:
    print(re.search(r'o%d\[label="list \[(\d+)\]' % id(o), text)[1])
print(len(counts(lists)), all(int(count) > 0 for _, count in counts(lists, {}, ())))
print([name for name, _ in counts(lists, shortnames=True, max_depth=0)])
