class Lock:
    def __enter__(self):
        raise TimeoutError("locked")

    def __exit__(self, *details):
        print("never")


with (
    open("/dev/null") as file,
    Lock() as lock,
):
    pass
