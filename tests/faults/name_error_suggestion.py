temperature = 21.5
humidity = 40


def report():
    return "it is " + str(temprature) + " degrees"


report()
