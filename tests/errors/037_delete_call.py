del f(x), y
