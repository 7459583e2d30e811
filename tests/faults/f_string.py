item = {"price": "12"}
print(f"{item['name']:>10} costs {item['price']:.2f}")
