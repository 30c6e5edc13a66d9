/**
 * What a process says when a statement took more memory than it may; the process ends itself behind
 * it.
 */
export const MEMORY_EXCEEDED = "memory-exceeded";
