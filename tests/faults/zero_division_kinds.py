import traceback

for operation in (lambda: 1 // 0,
                  lambda: 1 % 0,
                  lambda: 1.0 / 0,
                  lambda: 1.0 // 0.0,
                  lambda: 1.0 % 0,
                  lambda: divmod(1, 0),
                  lambda: divmod(1.5, 0), lambda: 0 ** -1, lambda: 0.0 ** -1.5, lambda: 1j / 0, lambda: pow(2, 3, 0),
                  lambda: 0j ** -1, lambda: True % False, lambda: round(1 / 0)):
    try:
        operation()
    except Exception:
        traceback.print_exc()
operation()
