"""What msgspec raises for bytes that are not what was asked for. Pure.

Three families, and only the first says so in its name: text that is no UTF-8 raises Python's own error, and so does
nesting without end. Whoever reads what a failing card or a stranger wrote means all of them.
"""

from typing import Final

import msgspec

NONSENSE: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
