"""Never comes back from being imported."""

import time

while True:
    time.sleep(1)
