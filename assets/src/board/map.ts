import * as Leaflet from "leaflet";
import { el } from "./dom";
import type { Place, Plan } from "./plan";
import { say } from "./words";

const COLOURS = ["#a3231f", "#1f5fa3", "#2c7a3f", "#8a5a00", "#6a3d9a", "#00717a", "#9c2a6f", "#4d4d4d"];
const DASHES = [undefined, "8 5", "2 6", "12 4 2 4"];

/** Routes on a map; tiles only where an address of them is set, otherwise on plain ground. Places without a point are listed. */
export class RouteMap {
  readonly #map: Leaflet.Map;
  readonly #drawn = Leaflet.layerGroup();
  readonly #missing: HTMLElement;
  #fitted = false;

  constructor(place: HTMLElement, missing: HTMLElement) {
    this.#missing = missing;
    this.#map = Leaflet.map(place, { scrollWheelZoom: false, attributionControl: Boolean(place.dataset["tiles"]) });
    if (place.dataset["tiles"]) Leaflet.tileLayer(place.dataset["tiles"], { attribution: place.dataset["attribution"] ?? "", maxZoom: 18 }).addTo(this.#map);
    else place.classList.add("plan-map-plain");
    this.#map.setView([30, 110], 5);
    this.#drawn.addTo(this.#map);
  }

  draw(plan: Plan): void {
    this.#drawn.clearLayers();
    const at = new Map(plan.places.filter(onMap).map((place) => [place.ref, Leaflet.latLng(place.latitude ?? 0, place.longitude ?? 0)]));
    plan.lines.forEach((line, number) => {
      const points = line.calls.flatMap((call) => at.get(call.ref) ?? []);
      const colour = COLOURS[number % COLOURS.length] ?? "#000";
      const dash = DASHES[Math.floor(number / 2) % DASHES.length];
      Leaflet.polyline(points, { color: colour, weight: 4, opacity: 0.85, ...(dash ? { dashArray: dash } : {}) }).bindTooltip(`${line.code} ${line.name}`).addTo(this.#drawn);
      line.calls.forEach((call, order) => {
        const point = at.get(call.ref);
        if (point) Leaflet.marker(point, { icon: numbered(`${line.code}${order + 1}`), title: call.name }).bindPopup(`${call.code} ${call.name} ${call.begins}–${call.ends}`).addTo(this.#drawn);
      });
    });
    for (const place of plan.places) {
      const point = at.get(place.ref);
      if (point) Leaflet.circleMarker(point, { radius: 4, color: "#555" }).bindTooltip(`${place.code} ${place.name}`, { permanent: !this.#hasTiles, direction: "bottom", className: "plan-map-name" }).addTo(this.#drawn);
    }
    const without = plan.places.filter((place) => !onMap(place));
    this.#missing.replaceChildren(...(without.length > 0 ? [el("p", { class: "quiet" }, say("not_on_map", { places: without.map((place) => `${place.code} ${place.name}`).join(say("comma")) }))] : []));
    if (!this.#fitted && at.size > 0) {
      this.#map.fitBounds(Leaflet.latLngBounds([...at.values()]).pad(0.2));
      this.#fitted = true;
    }
  }

  get #hasTiles(): boolean {
    return Boolean(this.#map.getContainer().dataset["tiles"]);
  }
}

const onMap = (place: Place): boolean => place.latitude !== null && place.longitude !== null;
const numbered = (text: string): Leaflet.DivIcon => Leaflet.divIcon({ className: "plan-pin", html: el("span", {}, text), iconSize: [30, 22] });
