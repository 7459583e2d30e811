def parse(line):
    return [int(field) for field in line.split(",")]


parse("1,2,3")
parse("1, 2,x")
