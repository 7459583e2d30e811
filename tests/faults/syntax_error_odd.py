import traceback

for details in ((),
                ("only",),
                ("m", (None, 1, 1, "text")),
                ("m", ("f", None, None, None)),
                ("m", ("f", 1, 0, "text")),
                ("m", ("f", 1, 100, "text")),
                ("m", ("f", 1, 2, "")),
                ("m", ("f", 1, 2, "   text\n")),
                ("m", ("f", 2, 3, "a\nb")),
                ("m", ("f", 1, 1, "text", 1, 3)),
                ("m", ("f", 1, 1, "text", 2, 3)),
                ("m", ("f", 1, 3, "text", 1, 2)),
                ("m", ("f", 1, 1, "text", 1, 100)),
                ("m", ("f", 1, -1, "text")),
                ("m", ("f", 1, 2, "\u8868\u8868x"))):
    try:
        raise SyntaxError(*details)
    except SyntaxError:
        traceback.print_exc()
raise IndentationError("by hand", ("nosuch.py", 2, 1, None))
