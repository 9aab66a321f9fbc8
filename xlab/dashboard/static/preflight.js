// The preflight stays as the kit has it: a look takes seconds, a walk to a station minutes.

import { keepFresh } from "./now.js";

keepFresh(location.pathname + location.search, 2000);
