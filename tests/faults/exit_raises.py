class Resource:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        raise RuntimeError("cannot release")


with Resource() as resource, Resource():
    resource.use()
