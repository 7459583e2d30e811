def load(settings):
    try:
        return settings["path"]
    except KeyError:
        return settings.path


load({})
