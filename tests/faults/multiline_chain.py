class Query:
    def where(self, **terms):
        return self

    def first(self):
        return None


result = (
    Query()
    .where(a=1)
    .where(b=2)
    .first()
    .name
)
