def again():
    raise


again()
