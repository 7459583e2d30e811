def evaluate(expression):
    return eval(expression, {"__builtins__": {}})


print(evaluate("1 + 2"))
evaluate("1 +* 2")
