[3, 1, 2].sort().reverse()
