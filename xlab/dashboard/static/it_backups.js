// IT's page of the backups: it shows how a backup goes, and what the kit holds, without being loaded again.

import { keepFresh } from "./now.js";

keepFresh(location.pathname, 1000);
