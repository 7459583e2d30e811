def send(
    address,
    subject,
    body=None,
):
    return address.lower() + subject


send(
    "someone@example.org",
    subject=[
        "a",
        "b",
    ],
    body=(
        "text"
    ),
)
