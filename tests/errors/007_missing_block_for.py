for x in range(3):
# nothing
print(x)
