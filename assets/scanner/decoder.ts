/// <reference lib="webworker" />
/** A worker of its own that finds a code in a frame, so that the page never waits for it. */
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

declare const self: DedicatedWorkerGlobalScope;

export type Asked = { wasm: string } | { pixels: ArrayBuffer; width: number; height: number };

/** What a frame shows, or null. */
export interface Seen {
  text: string | null;
}

self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  if ("wasm" in data) {
    prepareZXingModule({ overrides: { locateFile: () => data.wasm }, fireImmediately: true });
    return;
  }
  const image = new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height);
  const found = await readBarcodes(image, { formats: ["QRCode", "DataMatrix", "Aztec"], maxNumberOfSymbols: 1 });
  const text = found.find((one) => one.isValid)?.text ?? null;
  self.postMessage({ text } satisfies Seen);
};
