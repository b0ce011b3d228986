import type { Api } from "./api";
import type { Edit, Plan, Reason } from "./plan";

/** What every part of the board works with: the plan as it is now, and ways to change it. */
export interface Board {
  readonly api: Api;
  readonly plan: Plan;
  /** Whether the reader may change anything. */
  readonly may: boolean;
  /** Sends a change; the new plan is drawn, or the refusal is shown and the old one drawn again. */
  edit(edit: Edit): Promise<boolean>;
  /** What a change would break; only the newest question is answered. */
  check(edit: Edit): Promise<Reason[] | null>;
  take(plan: Plan): void;
  refuse(detail: string, reasons: Reason[]): void;
}

const WAIT = 120;

/** Asks after a pause, and forgets questions that were overtaken, by others or by the change itself. */
export function checker(api: Api, moved: () => number): { ask: (edit: Edit) => Promise<Reason[] | null>; forget: () => void } {
  let asking: AbortController | undefined;
  const ask = async (edit: Edit): Promise<Reason[] | null> => {
    asking?.abort();
    const mine = (asking = new AbortController());
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    if (mine.signal.aborted) return null;
    const answer = await api.check(edit, moved(), mine.signal);
    if (mine.signal.aborted) return null;
    return answer.ok ? answer.value.reasons : [{ text: answer.detail, remedies: [] }];
  };
  return { ask, forget: () => asking?.abort() };
}
