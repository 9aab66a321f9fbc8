// The page of prints: what is being made shows here when it is ready.

import { keepFresh } from "./now.js";

const EVERY_MS = 2000;

keepFresh(location.pathname + location.search, EVERY_MS);
