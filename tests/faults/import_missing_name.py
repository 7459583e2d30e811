from helpers import broken_names, nosuch
