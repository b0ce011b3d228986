/**
 * A form of the gathering's own (form[data-questions]): questions another class is asked, and those that depend on an
 * answer that was not given, are hidden and not sent. Without scripts all are there; the server asks what it asks.
 */
export function showWhatIsAsked(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-questions]")) {
    const show = (): void => arrange(form);
    form.addEventListener("change", show);
    show();
  }
}

function arrange(form: HTMLFormElement): void {
  const typed = new FormData(form);
  const known = String(typed.get("guest_class") ?? "");
  for (const question of form.querySelectorAll<HTMLElement>(".question")) {
    const { askedOf = "*", requiredOf = "", shownIf, shownAnswers = "" } = question.dataset;
    const ofTheirs = !known || names(askedOf, known);
    const given = shownIf === undefined || typed.getAll(shownIf).some((answer) => shownAnswers.split("|").includes(String(answer)));
    question.hidden = !(ofTheirs && given);
    for (const mark of question.querySelectorAll<HTMLElement>(".required")) mark.hidden = !names(requiredOf, known);
  }
  for (const section of form.querySelectorAll<HTMLElement>("fieldset.card, details.later")) {
    const questions = [...section.querySelectorAll<HTMLElement>(".question")];
    if (questions.length > 0) section.hidden = questions.every((question) => question.hidden);
  }
}

function names(codes: string, code: string): boolean {
  return codes.split(" ").some((one) => one === "*" || one === code);
}
