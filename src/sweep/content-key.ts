// Names by content: the same work has the same name, whoever asks for it and when.

/** SHA-256 of the value as JSON, hexadecimal. */
export async function contentKey(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
