/** Feeds camera frames to the decoder, one at a time, and tells each code once while it is in view. */
import type { Asked, Seen } from "./decoder";

const LONGEST_SIDE = 1280;
const PAUSE = 60;
const OUT_OF_VIEW = 1_500;
const WORKER_SILENT = 5_000;

export class Frames {
  private worker: Worker | null = null;
  private canvas = document.createElement("canvas");
  private last = { text: "", at: 0 };
  private turn = 0;

  constructor(
    private video: HTMLVideoElement, private files: { decoder: string; wasm: string },
    private read: (text: string) => void,
  ) {}

  /** Look at frames until stopped. */
  async start(): Promise<void> {
    const turn = ++this.turn;
    while (turn === this.turn) {
      const isWatched = document.visibilityState === "visible" && !document.querySelector("dialog[open]");
      if (isWatched && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) await this.look(turn);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  stop(): void {
    this.turn += 1;
  }

  private async look(turn: number): Promise<void> {
    const frame = this.frame();
    if (!frame) return;
    const text = await this.decoded(frame);
    if (!text || turn !== this.turn) return;
    const isNew = text !== this.last.text || performance.now() - this.last.at > OUT_OF_VIEW;
    this.last = { text, at: performance.now() };
    if (isNew) this.read(text);
  }

  private frame(): ImageData | null {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight, 1));
    this.canvas.width = Math.round(videoWidth * scale);
    this.canvas.height = Math.round(videoHeight * scale);
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context || !videoWidth) return null;
    context.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }

  /** A worker that does not answer is replaced: a bad frame must not end the shift. */
  private decoded(frame: ImageData): Promise<string | null> {
    const worker = (this.worker ??= this.newWorker());
    return new Promise((resolve) => {
      const silent = setTimeout(() => {
        worker.terminate();
        this.worker = null;
        resolve(null);
      }, WORKER_SILENT);
      worker.onmessage = ({ data }: MessageEvent<Seen>) => {
        clearTimeout(silent);
        resolve(data.text);
      };
      const pixels = frame.data.buffer as ArrayBuffer;
      worker.postMessage({ pixels, width: frame.width, height: frame.height } satisfies Asked, [pixels]);
    });
  }

  private newWorker(): Worker {
    const worker = new Worker(this.files.decoder, { type: "module" });
    worker.postMessage({ wasm: this.files.wasm } satisfies Asked);
    return worker;
  }
}
