// The kernel's bytes as the file beside this module: read where there is a file system (Node, Bun, Deno), fetched elsewhere. Bundlers see
// `new URL("./kernel.wasm", import.meta.url)` and bring the file along (Vite, webpack); Node's modules are asked for at run time, so that
// no bundler for browsers trips over them.

/** Builds that carry the kernel inside (`megalloc/inline`) replace this function by one that rejects. */
export async function readKernelFile(): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL("./kernel.wasm", import.meta.url);
  const bytes = url.protocol === "file:" ? await readFrom(url) : await fetchFrom(url);
  // A development server may answer with its start page where it has no such file.
  const isWasm = bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
  if (!isWasm) throw new Error(`${url.href} is not a WebAssembly module`);
  return bytes;
}

async function readFrom(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { process } = globalThis as { process?: NodeJS.Process };
  const files = process?.getBuiltinModule?.("node:fs/promises");
  return files === undefined ? fetchFrom(url) : files.readFile(url);
}

async function fetchFrom(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`fetching ${url.href} answered ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
