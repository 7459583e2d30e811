rows = [[1, 2, 3], [4, 5], [7, 8, 9]]
for row in rows:
    middle = row[0] * (row[1] + row[2]) - row[0]
