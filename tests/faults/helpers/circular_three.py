from helpers.circular_two import second

third = second + 1
