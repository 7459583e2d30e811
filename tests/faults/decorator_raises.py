def register(function):
    raise ValueError("already registered: " + function.__name__)


@staticmethod
@register
def handler(
    one,
    two=2,
):
    pass
