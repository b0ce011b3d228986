/** The camera: one stream a shift, its torch, and which of several is used. */
interface Torch {
  torch?: boolean;
}

export class Camera {
  private stream: MediaStream | null = null;

  constructor(private video: HTMLVideoElement) {}

  /** Open the camera; rejects where there is none or it is not allowed. */
  async start(chosen: string): Promise<void> {
    this.stop();
    const wanted = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const which = chosen ? { deviceId: { exact: chosen } } : { facingMode: { ideal: "environment" } };
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { ...wanted, ...which } });
    } catch (error) {
      if (!chosen) throw error;
      this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted }); // the chosen one was unplugged
    }
    this.video.srcObject = this.stream;
    await this.video.play();
  }

  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  get isOn(): boolean {
    return this.track?.readyState === "live";
  }

  get hasTorch(): boolean {
    return (this.track?.getCapabilities?.() as Torch | undefined)?.torch === true;
  }

  async light(on: boolean): Promise<void> {
    await this.track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  get current(): string {
    return this.track?.getSettings().deviceId ?? "";
  }

  static async all(): Promise<MediaDeviceInfo[]> {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.filter((one) => one.kind === "videoinput" && one.deviceId !== "");
  }

  private get track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }
}
