class Lazy:
    def __getattr__(self, name):
        return self.data[name]


Lazy().x
