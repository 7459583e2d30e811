text = """one
two
three
