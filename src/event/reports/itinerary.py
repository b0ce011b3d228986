"""Reports about the homeland visit, hotels and transfers, by name."""

from dataclasses import replace

from event.language import Message
from event.reports.codes import a_code, fullest_stop, the_moment
from event.reports.parameters import Parameter, a_moment, a_number, always
from event.reports.report import Report
from event.reports.rooms.lacking import missing_details
from event.reports.rooms.registration import hotel_documents
from event.reports.rooms.replaced import replacements
from event.reports.rooms.rooming import rooming_list, spare_rooms
from event.reports.transfers.delayed import delayed_arrivals
from event.reports.transfers.departing import departures
from event.reports.transfers.outstanding import landed_not_arrived, outstanding
from event.reports.visit.boarding import not_on_a_bus, roll_call
from event.reports.visit.capacity import move_between_routes, stop_capacity
from event.reports.visit.choices import neither_choice
from event.reports.visit.late import route_late
from event.reports.visit.meals import diets_at_canteen, diets_by_bus

_MOST_GUESTS, _MOST_MINUTES = 10_000, 24 * 60
HOTEL = a_code("hotel", "hotel", Message("Hotel"), Message("Empty: the first hotel."))
BUS = a_code("bus", "bus", Message("Bus"), Message("Empty: the first bus."))
CANTEEN = a_code("canteen", "canteen", Message("Canteen"), Message("Empty: the first canteen."))
ROUTE = a_code("route", "route", Message("Route"), Message("Empty: the first route."))
FROM_ROUTE = a_code("from", "route", Message("From route"), Message("Empty: the first route."))
TO_ROUTE = a_code("to", "route", Message("To route"), Message("Empty: the last route."), place=_MOST_GUESTS)
AFTER_STOP = a_code(
    "stop", "stop", Message("After the stop"), Message("Empty: the last roll call of the bus."), place=None
)
STOP = replace(
    a_code("stop", "stop", Message("Stop"), Message("Empty: the stop of most routes.")), default=fullest_stop
)
FROM = Parameter("from", Message("From"), Message("Empty: the moment itself."), a_moment, the_moment)
GUESTS = Parameter("n", Message("Guests"), Message("Empty: 1."), a_number(1, _MOST_GUESTS), always(1))
MINUTES = Parameter(
    "late", Message("Minutes late"), Message("Empty: 15."), a_number(1, _MOST_MINUTES), always(15)
)

ITINERARY: dict[str, Report] = {
    "landed": Report(Message("Landed and not arrived"), landed_not_arrived),
    "outstanding": Report(Message("Not arrived, by reason"), outstanding),
    "delayed": Report(Message("Delayed flights and trains: guests, vehicles, who waits"), delayed_arrivals),
    "missing-details": Report(Message("Without a flight, a room or a document number"), missing_details),
    "replacements": Report(Message("Substitutes: ticket, room, bus and seat"), replacements),
    "rooming": Report(Message("Rooming list of a hotel"), rooming_list, (HOTEL,)),
    "hotel-documents": Report(
        Message("Documents for the registration of hotel guests"), hotel_documents, (HOTEL,), documents=True
    ),
    "spare-rooms": Report(Message("Spare rooms"), spare_rooms, personal=False),
    "diets-by-bus": Report(Message("Halal and vegetarian meals, by bus"), diets_by_bus, (BUS,)),
    "diets-at-canteen": Report(Message("Vegetarian meals at a canteen"), diets_at_canteen, (CANTEEN,)),
    "departures": Report(Message("Departures of a day, by vehicle"), departures, (FROM,)),
    "not-on-a-bus": Report(Message("Booked for the visit and on no bus"), not_on_a_bus),
    "roll-call": Report(Message("A roll call: counted and missing"), roll_call, (BUS, AFTER_STOP)),
    "stop-capacity": Report(Message("A stop: guests at once"), stop_capacity, (STOP,), personal=False),
    "move-between-routes": Report(
        Message("Moving guests to another route"),
        move_between_routes,
        (FROM_ROUTE, TO_ROUTE, GUESTS),
        personal=False,
    ),
    "route-late": Report(Message("A route that runs late"), route_late, (ROUTE, MINUTES)),
    "neither-choice": Report(Message("On neither of the routes they wished"), neither_choice),
}
