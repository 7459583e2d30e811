"""A bank: accounts with properties and invariants, transactions as context managers that roll back, interest, an audit log, transfers in bulk."""


class BankError(Exception):
    """Base of the bank's errors."""


class Insufficient(BankError):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} has {account.balance:,} of {amount:,} cents")
        self.account, self.missing = account, amount - account.balance


class Account:
    _next = 1000
    limit = 0

    def __init__(self, owner, balance=0):
        self.owner, self._balance, self.history = owner, balance, []
        self.number = Account._next
        Account._next += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < -self.limit:
            raise Insufficient(self, self._balance - value)
        self.history.append(value - self._balance)
        self._balance = value

    def __repr__(self):
        return f"<{type(self).__name__} {self.number} {self.owner}: {self._balance / 100:,.2f}>"

    def month(self):
        pass


class Savings(Account):
    rate = 25  # per mille

    def month(self):
        self.balance += self.balance * self.rate // 12000


class Credit(Account):
    limit = 50_000

    def month(self):
        if self.balance < 0:
            self.balance += self.balance * 12 // 1200


class Transaction:
    """Changes of balances inside happen all or not at all."""

    def __init__(self, bank, text):
        self.bank, self.text = bank, text

    def __enter__(self):
        self.before = {a: (a._balance, len(a.history)) for a in self.bank.accounts.values()}
        return self

    def __exit__(self, kind, value, traceback):
        if kind is None:
            self.bank.log.append(f"done: {self.text}")
            return False
        for account, (balance, length) in self.before.items():
            account._balance = balance
            del account.history[length:]
        self.bank.log.append(f"undone: {self.text} ({value})")
        return issubclass(kind, BankError)


class Bank:
    def __init__(self):
        self.accounts, self.log = {}, []

    def open(self, kind, owner, balance=0):
        account = kind(owner, balance)
        self.accounts[account.number] = account
        return account

    def transfer(self, amount, source, target):
        if amount <= 0:
            raise BankError(f"bad amount {amount}")
        source.balance -= amount
        target.balance += amount

    @property
    def total(self):
        return sum(a.balance for a in self.accounts.values())


bank = Bank()
ann, bob, eve = bank.open(Savings, "Ann", 100_000), bank.open(Account, "Bob", 5_000), bank.open(Credit, "Eve")
print(bank.accounts)
before = bank.total
with Transaction(bank, "rent"):
    bank.transfer(60_000, ann, bob)
with Transaction(bank, "too much"):
    bank.transfer(40_000, ann, eve)
    bank.transfer(1, ann, bob)
with Transaction(bank, "credit"):
    bank.transfer(45_000, eve, ann)
with Transaction(bank, "over credit") as t:
    bank.transfer(5_001, eve, bob)
with Transaction(bank, "negative"):
    bank.transfer(-5, bob, ann)
try:
    with Transaction(bank, "bug"):
        ann.balance -= 10_000
        bob.undefined += 1
except AttributeError as error:
    print("escaped:", error)
print(bank.total == before, *bank.log, sep="\n")
for month in range(1, 25):
    for account in bank.accounts.values():
        try:
            account.month()
        except Insufficient as error:
            bank.log.append(f"month {month}: {error}, {error.missing} missing, same account: {error.account is account}")
print(ann, bob, eve, len(ann.history), sum(eve.history), bank.log[-1], sep="\n")
seed = 7
done = 0
for i in range(2000):
    seed = seed * 16807 % (2**31 - 1)
    accounts = list(bank.accounts.values())
    with Transaction(bank, f"random {i}"):
        bank.transfer(seed % 20_000, accounts[seed % 3], accounts[seed // 3 % 3])
        done += 1
print(done, bank.total, sum(line.startswith("undone") for line in bank.log), [a.balance for a in bank.accounts.values()])
print(sorted(bank.accounts.values(), key=lambda a: (-a.balance, a.owner)))
