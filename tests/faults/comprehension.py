table = [[1, 2], [3, None]]
result = {
    index: [
        value * 2
        for value in row
        if value > 1
    ]
    for index, row in enumerate(table)
}
