source = """
def f(x):
    return g(x)

def g(x):
    return x.y
"""
space = {}
exec(compile(source, "made.py", "exec"), space)
exec("space['f'](1)")
