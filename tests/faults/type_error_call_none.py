handlers = {"start": None}
handlers["start"]("now", when=3)
