def total(prices):
    return sum(price * quantity for price, quantity in prices) + delivery


print(total([(2, 3), (4, 5)]))
