values = "x" * (1 << 60)
