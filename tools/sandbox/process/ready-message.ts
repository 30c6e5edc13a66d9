/** What a thread or process of a sandbox sends once, when it takes tasks. */
export const READY_MESSAGE = "ready";
