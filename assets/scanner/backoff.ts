/** How long to wait after failures: 1 s, doubling to 60 s, each between half and the whole of it. */
const LEAST = 1_000;
const MOST = 60_000;

export function backoff(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(MOST, LEAST * 2 ** Math.max(0, failures - 1));
  return whole * (0.5 + random() / 2);
}
