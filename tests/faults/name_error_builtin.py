def show(values):
    for value in values:
        pront(value, end=" ")


show([1, 2])
