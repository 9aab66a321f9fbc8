"""Its class is no Demo."""


class Trial:
    pass
