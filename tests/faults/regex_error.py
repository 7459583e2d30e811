import re

re.compile("(unclosed [a-z]")
