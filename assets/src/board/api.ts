import type { Edit, Plan, Reason, Run } from "./plan";

export type Answer<T> = { ok: true; value: T } | { ok: false; detail: string; reasons: Reason[] };

/** The plan's addresses of one gathering. An answer is the value, or why it could not be, in the reader's language. */
export function api(root: string) {
  const base = `${root}/plan`;
  return {
    plan: () => call<Plan>(base),
    edit: (edit: Edit, moved: number) => call<Plan>(`${base}/edits`, { edit, moved }),
    check: (edit: Edit, moved: number, signal: AbortSignal) =>
      call<{ reasons: Reason[] }>(`${base}/check`, { edit, moved }, signal),
    turn: (way: "undo" | "redo", moved: number) => call<Plan>(`${base}/${way}`, { moved }),
    why: (guest: string) => call<{ reasons: Reason[] }>(`${base}/explain?guest=${encodeURIComponent(guest)}`),
    run: (asked: object) => call<Run>(`${base}/runs`, asked),
    latest: () => call<{ run: Run | null }>(`${base}/runs/latest`),
    runNow: (id: string) => call<Run>(`${base}/runs/${id}`),
    cancel: (id: string) => call<Run>(`${base}/runs/${id}/cancel`, {}),
    accept: (id: string, moved: number) => call<Plan>(`${base}/runs/${id}/accept`, { moved }),
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
    const refusal = told as { detail?: string; reasons?: Reason[]; problems?: Record<string, string> };
    const fields = Object.values(refusal.problems ?? {});
    return { ok: false, detail: [refusal.detail ?? "", ...fields].join(" ").trim(), reasons: refusal.reasons ?? [] };
  } catch {
    return { ok: false, detail: "", reasons: [] };
  }
}
