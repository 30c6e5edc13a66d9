import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createBubblewrapSandbox } from "../../../../tools/sandbox/process/bubblewrap-sandbox.js";
import type { SandboxOptions, SandboxResult } from "../../../../tools/sandbox/contract.js";
import { findExecutable } from "../../../../tools/sandbox/process/find-executable.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const shell = createBubblewrapSandbox("shell");
const python = createBubblewrapSandbox("python");

/**
 * Whether the tests behind it can be run on this machine; where they cannot, their names say why.
 */
async function missing(sandbox: typeof shell): Promise<string | null> {
  return sandbox.run("1", { parseOnly: true }).then(
    () => null,
    (error: { message: string }) => error.message,
  );
}
const noShell = await missing(shell);
const noPython = await missing(python);
const withShell = noShell === null ? it : it.skip;
const withPython = noPython === null ? it : it.skip;

describe("without bubblewrap", () => {
  it("runs no Python and no shell, and says what to install", async () => {
    const folder = temporaryFolder();
    for (const language of ["python", "shell"] as const) {
      const sandbox = createBubblewrapSandbox(language, { find: () => null });
      const touched = sandbox.run(
        language === "shell"
          ? `touch ${join(folder, "ran")}`
          : `open(${JSON.stringify(join(folder, "ran"))}, 'w')`,
      );
      await expect(touched).rejects.toMatchObject({
        code: "NO_SANDBOX",
        exitCode: 2,
        message: expect.stringContaining(
          process.platform === "linux" ? "not installed" : "Linux",
        ) as string,
        hint: expect.stringContaining("javascript") as string,
      });
    }
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("does the same where bubblewrap does not work, as without user namespaces", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "bwrap");
    chmodSync(folder, 0o755); // the superuser's tests run it as nobody
    writeFileSync(
      file,
      "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n",
      { mode: 0o755 },
    );
    const sandbox = createBubblewrapSandbox("shell", { find: () => file });
    if (process.platform === "linux")
      await expect(sandbox.run(`touch ${join(folder, "ran")}`)).rejects.toMatchObject({
        code: "NO_SANDBOX",
        message: expect.stringContaining("No permissions to create new namespace") as string,
      });
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("looks for programs in absolute folders of PATH only", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "tool"), "", { mode: 0o755 });
    writeFileSync(join(folder, "text"), "", { mode: 0o644 });
    expect(findExecutable("tool", `relative:/nowhere:${folder}`)).toBe(join(folder, "tool"));
    expect(findExecutable("text", folder)).toBeNull();
    expect(findExecutable("tool", ".:bin")).toBeNull();
  });
});

describe(`the shell under bubblewrap${noShell === null ? "" : ` (skipped: ${noShell})`}`, () => {
  const run = (code: string, options: SandboxOptions = {}): Promise<SandboxResult> =>
    shell.run(code, options);

  withShell(
    "gives what it prints, as JSON where it is JSON, and reads its input as JSON",
    async () => {
      expect(await run("cat", { input: { sample: { a: 1 } } })).toMatchObject({
        value: { sample: { a: 1 } },
        error: null,
      });
      expect((await run("echo so; echo far")).value).toBe("so\nfar");
      expect(await run("echo why >&2; exit 3")).toMatchObject({
        value: null,
        error: { kind: "runtime", message: "the shell ended with 3: why" },
      });
      expect(await run("if", { parseOnly: true })).toMatchObject({ error: { kind: "syntax" } });
      expect((await run("exit 3", { parseOnly: true })).error).toBeNull();
    },
  );

  withShell("sees nothing of the machine but its programs, and can change nothing", async () => {
    process.env["DATAWRIGHT_SANDBOX_SECRET"] = "a secret";
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, "secret.txt"), "a secret");
    try {
      const seen = await run(
        `env; ls -a / /etc /home /root /proc /sys /var ${folder}; cat ` +
          `${join(folder, "secret.txt")} /etc/passwd /etc/shadow /proc/self/environ ` +
          "/proc/1/environ; id -u; true",
      );
      expect(seen.value).toContain("65534");
      expect(seen.stdout).not.toMatch(/secret|root:/u);
      expect(
        (
          await run(
            `for place in / /usr /etc /dev /usr/bin ${folder}; do touch $place/written ` +
              "2>/dev/null && echo $place; done; true",
          )
        ).value,
      ).toBeNull();
      expect((await run("echo kept > /tmp/note && cat /tmp/note")).value).toBe("kept");
      expect((await run("ls /tmp")).value).toBeNull();
    } finally {
      delete process.env["DATAWRIGHT_SANDBOX_SECRET"];
    }
    expect(existsSync(join(folder, "written"))).toBe(false);
  });

  withShell("ends loops, also those in the background, and bounds files and output", async () => {
    expect(await run("while :; do :; done", { timeoutSeconds: 0.3 })).toMatchObject({
      value: null,
      timedOut: true,
    });
    expect(
      await run("while :; do echo x; done", { timeoutSeconds: 0.3, outputCharacters: 50 }),
    ).toMatchObject({ timedOut: true, truncated: true, stdout: "x\n".repeat(25) });
    // The process stays no longer than the shell that started it: nobody waits for the hour.
    expect((await run("sleep 3600 & echo done")).value).toBe("done");
    expect(
      await run("head -c 100000000 /dev/zero > /tmp/big && echo written", { memoryMegabytes: 16 }),
    ).toMatchObject({ value: null, error: { kind: "runtime" } });
    expect(await run("echo 123456", { outputCharacters: 4 })).toMatchObject({
      value: null,
      error: { kind: "output" },
    });
  });

  withShell("is stopped by a signal", async () => {
    const controller = new AbortController();
    const running = run("while :; do :; done", { timeoutSeconds: 60, signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(running).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});

describe(`Python under bubblewrap${noPython === null ? "" : ` (skipped: ${noPython})`}`, () => {
  const run = (code: string, options: SandboxOptions = {}): Promise<SandboxResult> =>
    python.run(code, { timeoutSeconds: 20, ...options });

  withPython(
    "gives the value of the last expression, calls functions with the inputs, and says what " +
      "is wrong in which line",
    async () => {
      const input = { sample: { answer: 4 } };
      expect((await run("x = sample['answer']\nx * 2", { input })).value).toBe(8);
      expect(
        (await run("lambda sample: {'pass': sample['answer'] > 3, 'reason': 'é'}", { input }))
          .value,
      ).toEqual({ pass: true, reason: "é" });
      expect(
        await run("def check(sample):\n  print('looking')\n  return sample['answer']", { input }),
      ).toMatchObject({ value: 4, stdout: "looking\n" });
      expect(await run("x =")).toMatchObject({ error: { kind: "syntax", line: 1 } });
      expect(await run("\nraise ValueError('no')")).toMatchObject({
        error: { kind: "runtime", message: "ValueError: no", line: 2 },
      });
      for (const code of [
        "object()",
        "float('nan')",
        "import sys; sys.exit(3)",
        "def f(): return f()\nf()",
      ])
        expect(await run(code)).toMatchObject({ value: null, error: { kind: "runtime" } });
      expect(await run("import os; os._exit(4)")).toMatchObject({
        value: null,
        error: { kind: "crash", message: expect.stringContaining("4") as string },
      });
      expect(await run("{'__proto__': 1}")).toMatchObject({
        value: null,
        error: { kind: "output" },
      });
      expect((await run("raise 1", { parseOnly: true })).error).toBeNull();
    },
  );

  withPython("has no network", async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      expect(
        await run(`import socket; socket.create_connection(('127.0.0.1', ${port}), 1)`),
      ).toMatchObject({ value: null, error: { kind: "runtime" } });
      expect(
        (await run("import socket; [name for _, name in socket.if_nameindex() if name != 'lo']"))
          .value,
      ).toEqual([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(connections).toBe(0);
  });

  withPython("bounds memory, and cannot lift its limits or end other processes", async () => {
    for (const code of [
      "bytearray(10 ** 9)",
      "a = []\nwhile True: a.append('x' * 100000 + str(len(a)))",
    ])
      expect(await run(code, { memoryMegabytes: 32 })).toMatchObject({
        value: null,
        memoryExceeded: true,
      });
    expect(
      (await run("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))")).error?.kind,
    ).toBe("runtime");
    expect((await run(`import os; os.kill(${process.pid}, 0)`)).error?.kind).toBe("runtime");
  });

  withPython("starts no more than a few processes", async () => {
    const code =
      "import os, time\nstarted = 0\ntry:\n  for _ in range(60):\n    if os.fork() == 0: " +
      "time.sleep(30); os._exit(0)\n    started += 1\nexcept BlockingIOError: pass\nstarted";
    expect((await run(code)).value).toBeLessThan(16);
  });
});
