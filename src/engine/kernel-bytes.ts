// The kernel's bytes, wherever this module ended up: from the file beside it, or, where a bundler left that file behind (esbuild, some
// development servers), from the copy that travels as a module of its own and is loaded only then.
import { readKernelFile } from "./kernel-file.ts";

async function inflate(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const deflated = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bytes = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(bytes).arrayBuffer());
}

/** Rejects with the reason why the file could not be had when there is no copy either. */
export async function readKernelBytes(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readKernelFile();
  } catch (error) {
    const copy = await import("./kernel-inline.js").catch(() => undefined);
    if (copy === undefined) throw error;
    return inflate(copy.kernelDeflatedBase64);
  }
}
