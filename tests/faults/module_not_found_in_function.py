def plot():
    import matplotlibb.pyplot as plt
    return plt


plot()
