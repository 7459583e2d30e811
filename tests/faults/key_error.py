stock = {"apples": 3, "pears": 5}


def price(basket):
    return {name: stock[name] * number for name, number in basket.items()}


print(price({"apples": 1, "plums": 2}))
