from helpers import partial_one

second = partial_one.first + 1
