export interface Clash { kind: string; text: string; sessions: string[] }
export interface Session {
  id: string; code: string; title_zh: string; title_en: string; starts_at: string; ends_at: string | null; hall: string;
  hall_name: string; capacity: number | null; target: number | null; booked: number; came: number | null; kind: string;
  clashes: Clash[]; cancelled_at: string | null; seen_place: string; change: string | null;
}
export interface Hall { code: string; name: string; capacity: number | null }
export interface Grid { first_day: string; last_day: string; moved: number; halls: Hall[]; sessions: Session[]; clashes: Clash[] }
export interface Place { starts_at: string; ends_at: string | null; hall: string }
export type Answer<T> = { ok: true; value: T } | { ok: false; detail: string };

/** The programme's addresses of one gathering. An answer is the value, or why it could not be, in the reader's language. */
export function api(root: string) {
  return {
    grid: () => call<Grid>(`${root}/grid`),
    check: (session: string, place: Place, signal: AbortSignal) =>
      call<{ clashes: Clash[] }>(`${root}/check`, { session, ...place }, signal),
    move: (session: Session, place: Place) =>
      call<Session>(`${root}/sessions/${session.id}/move`, { ...place, seen: session.seen_place }),
    cancel: (session: Session) => call<Session>(`${root}/sessions/${session.id}/cancellation`, {}),
    undo: (change: string) => call<{ change: string | null }>(`${root}/changes/${change}/undo`, {}),
  };
}
export type Api = ReturnType<typeof api>;

async function call<T>(address: string, body?: object, signal?: AbortSignal): Promise<Answer<T>> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
  const headers: Record<string, string> = { accept: "application/json", "accept-language": document.documentElement.lang };
  const sent: RequestInit = body
    ? { method: "POST", body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json", "x-csrf-token": token } }
    : { headers };
  try {
    const answer = await fetch(address, signal ? { ...sent, signal } : sent);
    const told: unknown = await answer.json();
    if (answer.ok) return { ok: true, value: told as T };
    const refusal = told as { detail?: string; problems?: Record<string, string> };
    return { ok: false, detail: [refusal.detail ?? "", ...Object.values(refusal.problems ?? {})].join(" ").trim() };
  } catch {
    return { ok: false, detail: "" };
  }
}
