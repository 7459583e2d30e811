def show(value):
    return (f"first {value!r} "
            f"then {value:.2f}")


show("text")
