def parse(text):
    try:
        return float(text)
    except ValueError as error:
        error.add_note("while reading line 3")
        error.add_note("of two\nlines each")
        raise


parse("1.2.3")
