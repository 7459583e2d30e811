import helpers.computing as computing

print(computing.divide(6, 3))
print(computing.divide(6, 0))
