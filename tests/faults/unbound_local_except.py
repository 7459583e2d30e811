def read(text):
    try:
        value = int(text)
    except ValueError as error:
        pass
    return value, error


read("12")
read("twelve")
