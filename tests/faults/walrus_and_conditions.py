data = {"items": [1, 2, 3]}
if (count := len(data["items"])) > 2 and (average := sum(data["items"]) / (count - 3)) > 1:
    print(average)
