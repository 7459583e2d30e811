import gc


def callback(phase, info):
    raise ValueError("in " + phase)


gc.disable()
gc.callbacks.append(callback)
gc.collect()
gc.callbacks.clear()
gc.collect(5)
