def withdraw(balance, amount):
    assert amount > 0, "the amount must be positive"
    assert (balance >=
            amount)
    return balance - amount


try:
    withdraw(10, -1)
except AssertionError as error:
    print(error)
withdraw(10, 20)
