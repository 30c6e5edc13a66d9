import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { runQuickjs, type JavascriptTask } from "./run-quickjs.js";
import { READY_MESSAGE } from "../process/ready-message.js";

/** Types of Node do not name it. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
};

/** What an engine holds before any code: 16 MB, in pages of 64 kB. */
const EMPTY_PAGES = 256;
const PAGES_PER_MEGABYTE = 16;

const compiled = await WebAssembly.compile(
  await readFile(new URL(import.meta.resolve("@jitl/quickjs-wasmfile-release-sync/wasm"))),
);
// Its types are those of the CommonJS file, the module is the other one.
const engineVariant = variant as unknown as QuickJSSyncVariant;
const port = parentPort!;

/**
 * A new engine for each piece of code, in a memory that cannot grow beyond the limit. The engine's
 * own memory limit does not hold: this build does not count the size of what it allocates.
 */
async function run(task: JavascriptTask): Promise<void> {
  const maximum = EMPTY_PAGES + task.limits.memoryMegabytes * PAGES_PER_MEGABYTE;
  const memory = new WebAssembly.Memory({ initial: EMPTY_PAGES, maximum });
  const engine = await newQuickJSWASMModuleFromVariant(
    newVariant(engineVariant, { wasmModule: compiled, wasmMemory: memory }),
  );
  port.postMessage(
    runQuickjs(
      {
        newRuntime: () => engine.newRuntime(),
        fullness: () => memory.buffer.byteLength / (maximum * 65_536),
      },
      task,
    ),
  );
}

port.on("message", (task: JavascriptTask) => void run(task));
port.postMessage(READY_MESSAGE);
