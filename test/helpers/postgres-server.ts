import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import pg from "pg";

const PASSWORD = "canary-Pa55word-of-the-store";

/** Folder of PostgreSQL's programs; null where it is not installed. */
export function postgresPrograms(): string | null {
  const installed = "/usr/lib/postgresql";
  const versions = existsSync(installed)
    ? readdirSync(installed).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...versions.map((version) => join(installed, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

const programs = postgresPrograms();
/** Ends the server when the input ends: with the process that started it, however that ends. */
const UNTIL_LEFT_ALONE = '"$0" "$@" & server=$!; read -r _; kill -QUIT $server; wait $server';

/** A server of PostgreSQL in a folder of its own, on a free port of this machine. */
export class PostgresTestServer {
  readonly password = PASSWORD;
  readonly port: number;
  readonly #folder: string;
  readonly #as: { readonly uid?: number; readonly gid?: number };
  #process: ChildProcess | null = null;

  private constructor(folder: string, port: number, as: { uid?: number; gid?: number }) {
    this.#folder = folder;
    this.port = port;
    this.#as = as;
  }

  static async start(): Promise<PostgresTestServer> {
    if (programs === null) throw new Error("PostgreSQL is not installed, and CI asks for it");
    const folder = mkdtempSync(join(tmpdir(), "datawright-postgres-"));
    const as = ownerOf(folder);
    const server = new PostgresTestServer(folder, await freePort(), as);
    writeFileSync(join(folder, "password"), PASSWORD, { mode: 0o644 });
    execFileSync(
      join(programs, "initdb"),
      [
        "-D",
        join(folder, "data"),
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        `--pwfile=${join(folder, "password")}`,
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C",
        ...sortedAsPeopleDo(),
      ],
      { ...as, stdio: "pipe", cwd: folder, env: { ...process.env, LC_ALL: "C" } },
    );
    await server.up();
    return server;
  }

  /** Address of a database of this name, which is made. */
  async database(name: string): Promise<string> {
    await this.sql(`create database "${name}"`);
    return this.url(name);
  }

  url(name: string): string {
    return `postgresql://postgres:${PASSWORD}@127.0.0.1:${this.port}/${name}`;
  }

  async sql<Row extends pg.QueryResultRow>(text: string, database = "postgres"): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Starts it, and resolves once it answers. */
  async up(): Promise<void> {
    const settings = {
      listen_addresses: "127.0.0.1",
      port: this.port,
      unix_socket_directories: "",
      fsync: "off",
      full_page_writes: "off",
      shared_buffers: "32MB",
      autovacuum: "off",
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const started = spawn(
      "sh",
      [
        "-c",
        UNTIL_LEFT_ALONE,
        join(programs!, "postgres"),
        "-D",
        join(this.#folder, "data"),
        ...args,
      ],
      { ...this.#as, stdio: ["pipe", "ignore", "pipe"], cwd: this.#folder },
    );
    this.#process = started;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      started.stderr!.on("data", (bytes: Buffer) => {
        said += String(bytes);
        if (said.includes("ready to accept connections")) resolve();
      });
      started.once("exit", () => reject(new Error(said)));
    });
  }

  /** Ends it at once, with every connection. */
  async down(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (running === null) return;
    await new Promise((resolve) => {
      running.once("exit", resolve);
      running.stdin!.end();
    });
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A server's own order of texts, which is that of no file: nothing may depend on it. */
function sortedAsPeopleDo(): readonly string[] {
  const said = execFileSync(join(programs!, "initdb"), ["--version"], { encoding: "utf8" });
  return Number(/\d+/u.exec(said)?.[0]) >= 15
    ? ["--locale-provider=icu", "--icu-locale=en-US"]
    : [];
}

/** The server refuses to run as root: the folder is then somebody else's. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string, user: string): number =>
    Number(execFileSync("id", [flag, user], { encoding: "utf8", stdio: "pipe" }));
  for (const user of ["postgres", "nobody"])
    try {
      const as = { uid: id("-u", user), gid: id("-g", user) };
      chownSync(folder, as.uid, as.gid);
      return as;
    } catch {
      // The next one.
    }
  throw new Error("there is no user that a server could run as");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
