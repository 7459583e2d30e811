from helpers.circular_two import second
