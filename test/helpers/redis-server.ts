import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** True where Redis is installed. */
export function hasRedis(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

/** A Redis of its own, on a free port of this machine, with a folder of its own. */
export class RedisTestServer {
  readonly port: number;
  readonly password: string | null;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  private constructor(folder: string, port: number, password: string | null) {
    this.#folder = folder;
    this.port = port;
    this.password = password;
  }

  static async start({
    password = null,
  }: { password?: string | null } = {}): Promise<RedisTestServer> {
    const folder = mkdtempSync(join(tmpdir(), "datawright-redis-"));
    const server = new RedisTestServer(folder, await freePort(), password);
    await server.up();
    return server;
  }

  get url(): string {
    const user = this.password === null ? "" : `:${this.password}@`;
    return `redis://${user}127.0.0.1:${this.port}`;
  }

  /** Starts it with what it had when it was stopped well, and resolves once it answers. */
  async up(): Promise<void> {
    const started = spawn(
      "redis-server",
      [
        ...["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.#folder],
        ...["--save", "", "--appendonly", "yes", "--appendfsync", "no"],
        ...["--maxmemory-policy", "noeviction", "--daemonize", "no"],
        ...(this.password === null ? [] : ["--requirepass", this.password]),
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#process = started;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      started.stdout!.on("data", (bytes: Buffer) => {
        said += String(bytes);
        if (said.includes("Ready to accept connections")) resolve();
      });
      started.once("exit", () => reject(new Error(said)));
    });
  }

  async down(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (running === null) return;
    await new Promise((resolve) => {
      running.once("exit", resolve);
      running.kill(signal);
    });
  }

  /** Does something with a connection of its own. */
  async with<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    await this.down("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
