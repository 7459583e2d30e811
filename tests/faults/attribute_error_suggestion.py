class Person:
    def __init__(self):
        self.address = "here"
        self._hidden = 1

    def describe(self):
        return self.adress


Person().describe()
