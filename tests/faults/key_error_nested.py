settings = {"window": {"size": {"width": 800}}}
print(settings["window"]["size"]["height"] + settings["window"]["border"])
