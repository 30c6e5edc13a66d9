import { createBubblewrapSandbox } from "./bubblewrap-sandbox.js";

export const pythonSandbox = createBubblewrapSandbox("python");
export const shellSandbox = createBubblewrapSandbox("shell");
