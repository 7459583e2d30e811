def port(text):
    try:
        return int(text)
    except ValueError:
        raise LookupError("no port") from None


port("http")
