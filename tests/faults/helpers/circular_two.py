from helpers.circular_three import third

second = third + 1
