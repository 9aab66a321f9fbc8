// The remote control beside a station's live screen.

import { keepFresh } from "./now.js";

const EVERY_MS = 2000;

const station = document.getElementById("lab").dataset.station;
if (document.getElementById("remote")) keepFresh(`/stations/${station}?part=now`, EVERY_MS);
