from helpers.tabs import f
