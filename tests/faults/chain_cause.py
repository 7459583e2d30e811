class ConfigError(Exception):
    pass


def port(text):
    try:
        return int(text)
    except ValueError as error:
        raise ConfigError("no port: %r" % text) from error


port("http")
