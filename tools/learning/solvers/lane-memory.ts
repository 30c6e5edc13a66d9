import { Memory, type VectorMemory } from "./web-assembly.js";
import { plainPass, plainScores, vectorKernels, type LaneKernels } from "./lane-pass.js";

const PAGE = 2 ** 16;
/** A memory of more bytes than this is not kept for the next problem. */
const KEPT_BYTES = 2 ** 24;

/** Kept from problem to problem: making one reserves much address space. */
let kept: VectorMemory | null = null;

/**
 * Lends memory of so many bytes, whatever they are, and kernels over it: in vector instructions
 * where the machine has them, else in plain ones with the same results.
 */
export function withLaneMemory(
  { bytes, width }: { readonly bytes: number; readonly width: number },
  use: (memory: ArrayBuffer, kernels: LaneKernels) => void,
): void {
  withVectorMemory(bytes, (memory) => {
    const kernels = memory === null ? null : vectorKernels(width, memory);
    if (memory === null || kernels === null) withPlainMemory({ bytes, width }, use);
    else use(memory.buffer, kernels);
  });
}

/** Lends memory of so many bytes for a program of vector instructions; null where there is none. */
export function withVectorMemory(bytes: number, use: (memory: VectorMemory | null) => void): void {
  const memory = vectorMemory(bytes);
  kept = null;
  use(memory);
  if (memory !== null && memory.buffer.byteLength <= KEPT_BYTES) kept = memory;
}

/** The same without vector instructions. */
export function withPlainMemory(
  { bytes, width }: { readonly bytes: number; readonly width: number },
  use: (memory: ArrayBuffer, kernels: LaneKernels) => void,
): void {
  // Whole numbers of 32 bits are read of it.
  const memory = new ArrayBuffer(4 * Math.ceil(bytes / 4));
  use(memory, { pass: plainPass(width), scores: plainScores(width) });
}

/** Null where the system does not give it. */
function vectorMemory(bytes: number): VectorMemory | null {
  const pages = Math.ceil(bytes / PAGE);
  try {
    if (kept === null) return new Memory({ initial: pages });
    const missing = pages - kept.buffer.byteLength / PAGE;
    if (missing > 0) kept.grow(missing);
    return kept;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
