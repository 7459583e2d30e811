import re


def number(text):
    return int(re.match(r"\d+", text).group())


print(number("12 apples"), number("apples"))
