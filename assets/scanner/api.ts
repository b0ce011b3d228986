/** One request to the server, with a limit of time and every answer told apart. */
export type Reply<Value> =
  | { ok: true; value: Value }
  | { ok: false; why: "offline" | "busy" }
  | { ok: false; why: "revoked" }
  | { ok: false; why: "invalid"; problems: Record<string, string> }
  | { ok: false; why: "refused"; detail: string };

const WAITS = 8_000;

interface Sending {
  token?: string;
  body?: unknown;
}

/** POST where there is a body, otherwise GET. */
export async function send<Value>(path: string, { token, body }: Sending): Promise<Reply<Value>> {
  try {
    const answer = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(WAITS),
    });
    if (answer.ok) return { ok: true, value: (await answer.json()) as Value };
    return await refusal(answer);
  } catch {
    return { ok: false, why: "offline" };
  }
}

async function refusal(answer: Response): Promise<Reply<never>> {
  if (answer.status === 401) return { ok: false, why: "revoked" };
  if (answer.status === 429 || answer.status >= 500) return { ok: false, why: "busy" };
  const told = (await answer.json().catch(() => ({}))) as { detail?: string; problems?: Record<string, string> };
  if (answer.status === 422) return { ok: false, why: "invalid", problems: told.problems ?? {} };
  return { ok: false, why: "refused", detail: told.detail ?? String(answer.status) };
}
