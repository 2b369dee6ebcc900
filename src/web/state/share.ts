// A portfolio in a link: its JSON, deflated, in letters that a URL takes.

/** Longer links are cut by mail programs and chats. */
const LONGEST_LINK = 12_000;

const VERSION = "v1.";

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

function toLetters(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromLetters(letters: string): Uint8Array<ArrayBuffer> {
  const binary = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** The value as text for a link; undefined when it is too large for one. */
export async function packed(value: unknown): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const letters = VERSION + toLetters(await through(bytes, new CompressionStream("deflate-raw")));
  return letters.length > LONGEST_LINK ? undefined : letters;
}

/** The JSON text that was packed. Throws, with words for people, what is no such text. */
export async function unpacked(letters: string): Promise<string> {
  if (!letters.startsWith(VERSION)) {
    throw new Error("The link was made by another version of this page: ask for the file instead");
  }
  try {
    const bytes = await through(fromLetters(letters.slice(VERSION.length)), new DecompressionStream("deflate-raw"));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error("The link is not whole: copy it again, to its end, or ask for the file instead");
  }
}
