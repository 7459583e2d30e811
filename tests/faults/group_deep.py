group = ValueError("bottom")
for n in range(15):
    group = ExceptionGroup("level %d" % n, [group])
raise group
