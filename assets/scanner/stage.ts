/** The camera's picture with its buttons; every code it shows is told. */
import { Camera } from "./camera";
import { part, show } from "./dom";
import { Frames } from "./frames";
import { allowSound } from "./sound";
import { say } from "./words";

export class Stage {
  chosen = "";
  private camera: Camera;
  private frames: Frames;
  private isLit = false;

  constructor(files: { decoder: string; wasm: string }, read: (text: string) => void) {
    const video = part<HTMLVideoElement>("video");
    this.camera = new Camera(video);
    this.frames = new Frames(video, files, read);
    part("start-camera").addEventListener("click", () => void this.start());
    part("stop-camera").addEventListener("click", () => this.stop());
    part("torch").addEventListener("click", () => void this.light());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !part("stop-camera").hidden && !this.camera.isOn) void this.start();
    });
  }

  get isOn(): boolean {
    return this.camera.isOn;
  }

  async start(): Promise<void> {
    allowSound();
    part("camera-problem").textContent = "";
    try {
      await this.camera.start(this.chosen);
      void this.frames.start();
    } catch {
      part("camera-problem").textContent = say("camera_refused");
    }
    this.showButtons();
  }

  stop(): void {
    this.frames.stop();
    this.camera.stop();
    this.isLit = false;
    this.showButtons();
  }

  private async light(): Promise<void> {
    this.isLit = !this.isLit;
    await this.camera.light(this.isLit).catch(() => (this.isLit = false));
    part("torch").ariaPressed = String(this.isLit);
  }

  private showButtons(): void {
    show("start-camera", !this.isOn);
    show("stop-camera", this.isOn);
    show("torch", this.isOn && this.camera.hasTorch);
    part("stage").dataset["on"] = String(this.isOn);
  }
}
