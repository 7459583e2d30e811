raise ValueError("lone \ud800 and caf\xe9 \x00 \x1b[0m \u2603 \U0001f600")
