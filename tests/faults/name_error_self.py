class Account:
    def __init__(self, balance):
        self.balance = balance

    def show(self):
        return balance


Account(3).show()
