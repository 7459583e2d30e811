def down(n):
    if n:
        return down(n - 1)
    raise ValueError("bottom")


for depth in (1, 2, 3, 4, 10):
    try:
        down(depth)
    except ValueError:
        import traceback
        traceback.print_exc()
down(50)
