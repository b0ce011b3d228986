/** What every page runs; guests get nothing else. */
import { copyOnRequest } from "./copying";
import { keepFocusAtTheDesk } from "./desk";
import { openDialogs } from "./dialogs";
import { keepWhatIsTyped } from "./drafts";
import { checkFileSizes } from "./file-size";
import { sendFiltersByThemselves } from "./filters";
import { closeMenus, showCurrentSection } from "./menus";
import { keepTicketOffline } from "./offline-ticket";
import { sendFormsOnce } from "./once";
import { takePastedRows } from "./pasting";
import { pickAllRows } from "./picking";
import { showWhatIsAsked } from "./questions";

sendFormsOnce();
checkFileSizes();
sendFiltersByThemselves();
copyOnRequest();
openDialogs();
closeMenus();
showCurrentSection();
keepFocusAtTheDesk();
showWhatIsAsked();
keepWhatIsTyped();
takePastedRows();
pickAllRows();
keepTicketOffline();
