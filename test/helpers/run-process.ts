import { spawn, type ChildProcess } from "node:child_process";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /**
   * Resolves when standard output and error together hold what is looked for; rejects when the
   * process ends without it.
   */
  until(pattern: RegExp): Promise<void>;
}

const running = new Set<ChildProcess>();
// A test that failed half-way leaves nothing running behind it.
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * A Node process of its own; nothing of this process's environment that steers Node or datawright
 * is handed on.
 */
export function startNode(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
  },
): Running {
  const {
    NODE_OPTIONS: _options,
    NODE_V8_COVERAGE: _coverage,
    DATAWRIGHT_HOME: _home,
    OPENAI_API_KEY: _key,
    OPENAI_BASE_URL: _url,
    ...inherited
  } = process.env;
  const child = spawn(process.execPath, [...args], {
    cwd: options.cwd,
    env: { ...inherited, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  running.add(child);
  let [stdout, stderr] = ["", ""];
  const looks = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    for (const look of looks) look();
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    for (const look of looks) look();
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    finished,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(stdout + stderr)) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
        void finished.then(() =>
          reject(new Error(`the process ended without ${String(pattern)}:\n${stdout}${stderr}`)),
        );
      }),
  };
}
