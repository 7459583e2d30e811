import traceback

for operation in (lambda: ExceptionGroup("x", []),
                  lambda: ExceptionGroup("x", [1]),
                  lambda: ExceptionGroup(1, [ValueError()]),
                  lambda: ExceptionGroup("x"),
                  lambda: ExceptionGroup("x", 5),
                  lambda: ExceptionGroup("x", [KeyboardInterrupt()]),
                  lambda: ExceptionGroup("x", [ValueError()]).split(5),
                  lambda: ValueError().add_note(5)):
    try:
        operation()
    except Exception:
        traceback.print_exc()
try:
    raise ValueError("x")
except* ExceptionGroup:
    pass
