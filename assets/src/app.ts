import htmx from "htmx.org";
import { bringFormToken } from "./form-token";
import { checkFileSizes } from "./file-size";
import { keepFocusAtTheDesk } from "./desk";
import { sendFiltersByThemselves } from "./filters";

// htmx's extensions look for it where a script tag would have put it.
(window as unknown as { htmx: typeof htmx }).htmx = htmx;
void import("htmx-ext-sse");

bringFormToken();
checkFileSizes();
keepFocusAtTheDesk();
sendFiltersByThemselves();
