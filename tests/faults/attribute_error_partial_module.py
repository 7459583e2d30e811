import helpers.partial_one
