raise ValueError("one line\nanother line\n\n  indented\n")
