def connect(host, port=int("none"), *, retries=3):
    pass
