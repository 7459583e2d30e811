template = """
{name}
{missing}
""".format(
    name="x",
)
