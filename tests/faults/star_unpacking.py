first, *rest, last = []
