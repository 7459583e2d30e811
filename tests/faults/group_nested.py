def fail(kind, text):
    try:
        raise kind(text)
    except Exception as error:
        return error


inner = fail(lambda text: ExceptionGroup(text, [fail(ValueError, "deep"), fail(KeyError, "deeper")]), "inner")
inner.add_note("a note on the inner group")
try:
    raise fail(OSError, "before")
except OSError as error:
    raise ExceptionGroup("outer", [fail(TypeError, "first"), inner, fail(IndexError, "last")]) from error
