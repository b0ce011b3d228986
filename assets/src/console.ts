/** What the console runs: htmx beside everything else. */
import "./htmx-everywhere";
import "htmx-ext-sse";
import "./app";
import { bringFormToken } from "./form-token";

bringFormToken();
