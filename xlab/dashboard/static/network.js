// How phones reach the kit: the page stays fresh while it is open.

import { keepFresh } from "./now.js";

const EVERY_MS = 4_000;

keepFresh(location.pathname, EVERY_MS);
