/** A sound and a vibration for each verdict: told apart without looking. */
export type Signal = "admitted" | "already_in" | "refused" | "correction";

type Note = [pitch: number, seconds: number];

const NOTES: Record<Signal, Note[]> = {
  admitted: [[880, 0.09], [1320, 0.14]],
  already_in: [[620, 0.14], [0, 0.06], [620, 0.14]],
  refused: [[196, 0.5]],
  correction: [[520, 0.12], [390, 0.12], [260, 0.35]],
};
const SHAKES: Record<Signal, number[]> = {
  admitted: [60],
  already_in: [80, 60, 80],
  refused: [350],
  correction: [120, 60, 120, 60, 350],
};

let audio: AudioContext | null = null;

/** Browsers let a page sound only after somebody touched it. */
export function allowSound(): void {
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
}

export function signal(which: Signal, muted: boolean): void {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(SHAKES[which]);
  if (muted || audio?.state !== "running") return;
  let at = audio.currentTime;
  for (const [pitch, seconds] of NOTES[which]) {
    if (pitch) sound(audio, pitch, at, seconds, which === "refused" ? "sawtooth" : "sine");
    at += seconds;
  }
}

function sound(context: AudioContext, pitch: number, at: number, seconds: number, type: OscillatorType): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = type;
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.4, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
