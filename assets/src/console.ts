/** What the console runs: htmx beside everything else. */
import "./htmx-everywhere";
import "htmx-ext-sse";
import "./app";
import { arrangeByDrag } from "./arranging";
import { bringFormToken } from "./form-token";
import { orderItemsByDrag } from "./item-order";
import { roomByDrag } from "./rooming";
import { findByKeyboard } from "./palette";
import { followPlan, lookAgain, orderSeatsByDrag, seatByDrag } from "./seating";

bringFormToken();
findByKeyboard();
arrangeByDrag();
roomByDrag();
orderItemsByDrag();
seatByDrag();
orderSeatsByDrag();
lookAgain();
followPlan();
