/** What is seldom needed: language, sound, camera, what was set aside, the device itself. */
import { Camera } from "./camera";
import type { Door } from "./door";
import { make, openDialog, part } from "./dom";
import { exportUnsent } from "./exporting";
import { unsent } from "./scan-log";
import { clock } from "./sentences";
import type { Storage } from "./storage";
import { currentLanguage, type Language, say } from "./words";

export interface Settings {
  muted: boolean;
  camera: string;
}

export async function readSettings(storage: Storage): Promise<Settings> {
  const kept = (await storage.get("kept", "settings")) as Partial<Settings> | undefined;
  return { muted: false, camera: "", ...kept };
}

interface Chosen {
  language(language: Language): void;
  settings(settings: Settings): void;
}

export function offerMore(door: Door, settings: Settings, chosen: Chosen): void {
  const language = part<HTMLSelectElement>("language");
  const sound = part<HTMLInputElement>("sound");
  const camera = part<HTMLSelectElement>("camera");
  const keep = async (): Promise<void> => {
    Object.assign(settings, { muted: !sound.checked, camera: camera.value });
    await door.storage.put("kept", { ...settings }, "settings");
    chosen.settings(settings);
  };
  part("open-more").addEventListener("click", () => {
    language.value = currentLanguage();
    sound.checked = !settings.muted;
    void fill(door, settings, camera).then(() => openDialog("more"));
  });
  language.addEventListener("change", () => chosen.language(language.value as Language));
  sound.addEventListener("change", () => void keep());
  camera.addEventListener("change", () => void keep());
  part("export").addEventListener("click", () => void exportUnsent(door.storage));
}

async function fill(door: Door, settings: Settings, camera: HTMLSelectElement): Promise<void> {
  const cameras = await Camera.all();
  camera.replaceChildren(...cameras.map((one, place) => new Option(one.label || say("camera_number", { number: place + 1 }), one.deviceId)));
  camera.value = settings.camera || (cameras[0]?.deviceId ?? "");
  part("camera-choice").hidden = cameras.length < 2;
  const { device, gathering } = door.enrolled;
  const expires = Date.parse((door.roster.device ?? device).expires_at);
  part("device-line").textContent = `${device.name} · ${say("valid_until", { time: clock(expires, gathering.timezone) })}`;
  const { scans } = await unsent(door.storage);
  const aside = scans.filter((one) => one.state === "aside");
  part("aside").hidden = !aside.length;
  part("aside-list").replaceChildren(...aside.map((one) => make("li", {}, `${one.scanned_at} · ${one.checkpoint} · ${one.problem}`)));
}
