/** Every htmx request brings the session's form token, as every form does. */
export function bringFormToken(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content;
    if (token) (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRF-Token"] = token;
  });
}
