value = [1, 2]
del value
print("before", value[0])
