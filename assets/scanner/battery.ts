/** How full the battery is, where the browser tells. */
interface Telling {
  getBattery?: () => Promise<{ level: number }>;
}

/** Percent, or null. */
export async function battery(): Promise<number | null> {
  try {
    const told = await (navigator as Navigator & Telling).getBattery?.();
    return told ? Math.round(told.level * 100) : null;
  } catch {
    return null;
  }
}
