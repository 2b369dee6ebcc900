/** kernel.wasm, deflated (raw), in base64. Written by src/build/wasm.ts beside kernel.wasm. */
export const kernelDeflatedBase64: string;
