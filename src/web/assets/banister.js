// What pages do by script. Every page works without it.

import "./deciding.js";
import "./keys.js";
import "./playground.js";
import "./replies.js";
