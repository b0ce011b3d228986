/** Ed25519 by the browser where it has it, otherwise by a small library that is loaded only then. */
type Verify = (signature: Uint8Array<ArrayBuffer>, signed: Uint8Array<ArrayBuffer>) => Promise<boolean>;

const known = new Map<string, Promise<Verify>>();

/** Whether a signature is of this key (32 bytes in base 64). */
export async function isSignedBy(
  key: string, signature: Uint8Array<ArrayBuffer>, signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  let verify = known.get(key);
  if (!verify) known.set(key, (verify = verifierOf(key)));
  return (await verify)(signature, signed);
}

async function verifierOf(key: string): Promise<Verify> {
  const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  try {
    const own = await crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
    return (signature, signed) => crypto.subtle.verify({ name: "Ed25519" }, own, signature, signed);
  } catch {
    const { verifyAsync } = await import("@noble/ed25519");
    return (signature, signed) => verifyAsync(signature, signed, bytes).catch(() => false);
  }
}
