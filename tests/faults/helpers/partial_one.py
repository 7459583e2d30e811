from helpers import partial_two

first = partial_two.second
