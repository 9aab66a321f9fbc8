"""What msgspec and tomllib raise for what is not what was asked for. Pure.

Of msgspec three families, and only the first says so in its name: text that is no UTF-8 raises Python's own error, and
so does nesting without end. Whoever reads what a failing card or a stranger wrote means all of them.
"""

from typing import Final

import msgspec

NONSENSE: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)

NO_TOML: Final = (ValueError, RecursionError)
"""Of tomllib: its own error is a ValueError, and so is Python's about a whole number of thousands of digits."""
