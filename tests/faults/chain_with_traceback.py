try:
    1 / 0
except ZeroDivisionError as error:
    kept = error
raise KeyError("x").with_traceback(kept.__traceback__) from kept
