import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { DatawrightError } from "../../../base/errors.js";
import { runLimitedProcess, type ProcessOutcome } from "./limited-process.js";

/** A bubblewrap that was seen to work, with the flags that it knows. */
export interface Bubblewrap {
  readonly path: string;
  readonly flags: readonly string[];
}

/** What a process inside may take. */
export interface ProcessLimits {
  readonly seconds: number;
  readonly memoryMegabytes: number;
}

/** At once, with the shell and bubblewrap's own; each may take the memory of one. */
const MOST_PROCESSES = 16;
/** Address space that an interpreter maps before it runs a line. */
const MAPPED_MEGABYTES = 128;
const SYSTEM_FOLDERS = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
const PROBE_MILLISECONDS = 10_000;
/** Some shells try again for long when they may not start a process. */
const TRY_MILLISECONDS = 2000;

/**
 * Sets the limits, in the shell's units (kB, seconds, blocks), then becomes the command. Shells
 * name the number of processes -u or -p.
 */
const SET_LIMITS = `ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" && ulimit -c 0 && ulimit -n 64 || exit 125
if (ulimit -u ${MOST_PROCESSES}) 2>/dev/null; then ulimit -u ${MOST_PROCESSES}; else ulimit -p ${MOST_PROCESSES}; fi || exit 125
shift 3 && exec "$@"`;
/** Starts more processes than there may be, and counts them aloud. */
const TRY_PROCESSES = `n=0; while [ $n -lt ${2 * MOST_PROCESSES} ]; do sleep 5 & n=$((n + 1)); echo $n; done`;

/**
 * The arguments that run a command with nothing but the system's programs, read-only: no network,
 * no other process, no environment, no home, no /etc, no /proc, and one writable folder in memory,
 * /tmp.
 */
export function bubblewrapArguments(
  { flags }: Pick<Bubblewrap, "flags">,
  command: readonly string[],
  { seconds, memoryMegabytes }: ProcessLimits,
): string[] {
  const system = SYSTEM_FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    lstatSync(folder).isSymbolicLink()
      ? ["--symlink", readlinkSync(folder), folder]
      : ["--ro-bind", folder, folder],
  );
  const kilobytes = memoryMegabytes * 1024;
  return [
    "--unshare-all",
    "--unshare-user",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    "--cap-drop",
    "ALL",
    "--uid",
    "65534",
    "--gid",
    "65534",
    "--hostname",
    "sandbox",
    ...flags,
    "--ro-bind",
    "/usr",
    "/usr",
    ...system,
    "--ro-bind-try",
    "/etc/ld.so.cache",
    "/etc/ld.so.cache",
    "--ro-bind-try",
    "/etc/alternatives",
    "/etc/alternatives",
    "--dev",
    "/dev",
    "--remount-ro",
    "/dev",
    "--size",
    String(kilobytes * 1024),
    "--tmpfs",
    "/tmp",
    "--remount-ro",
    "/",
    "--chdir",
    "/tmp",
    "--setenv",
    "PATH",
    "/usr/local/bin:/usr/bin:/bin",
    "--setenv",
    "HOME",
    "/tmp",
    "--setenv",
    "LANG",
    "C.UTF-8",
    "--",
    "/bin/sh",
    "-c",
    SET_LIMITS,
    "sh",
    String(kilobytes + MAPPED_MEGABYTES * 1024),
    String(Math.ceil(seconds) + 1),
    String(kilobytes * 2),
    ...command,
  ];
}

/**
 * Looks whether bubblewrap works here and the command runs inside: it may be missing, too old, or
 * not allowed to make namespaces.
 *
 * @param path  of the program, or null where there is none
 * @param check a command that ends with 0 at once, in the language that is wanted
 * @throws NO_SANDBOX saying what to install or allow
 */
export async function probeBubblewrap(
  path: string | null,
  language: string,
  check: readonly string[],
): Promise<Bubblewrap> {
  if (process.platform !== "linux")
    throw noSandbox(
      language,
      "bubblewrap runs on Linux only",
      "Write the checker in javascript or sql.",
    );
  if (path === null)
    throw noSandbox(
      language,
      "bubblewrap (bwrap) is not installed",
      "Install it (apt install bubblewrap, dnf install bubblewrap), or write the checker in " +
        "javascript or sql.",
    );
  let why = "";
  for (const flags of [["--disable-userns"], []]) {
    // Two commands, so that the shell has to start a process under the limits.
    const tried = await tryCommand({ path, flags }, ["/bin/sh", "-c", "/bin/true && /bin/true"]);
    if (tried !== null) {
      why = tried;
      continue;
    }
    if (await startsTooMany({ path, flags }))
      throw noSandbox(
        language,
        "bubblewrap works here, but the number of processes inside is not limited",
        "Run as a user other than root on Linux 5.14 or later, or write the checker in " +
          "javascript or sql.",
      );
    const failed = await tryCommand({ path, flags }, check);
    if (failed !== null)
      throw noSandbox(
        language,
        `${check[0]} does not run inside bubblewrap: ${failed}`,
        `Install ${check[0]} for the whole system, or write the checker in javascript or sql.`,
      );
    return { path, flags };
  }
  throw noSandbox(
    language,
    `bubblewrap does not work here: ${why}`,
    "Allow user namespaces (sysctl kernel.unprivileged_userns_clone, " +
      "kernel.apparmor_restrict_unprivileged_userns), update bubblewrap to 0.7 or later, or " +
      "write the checker in javascript or sql.",
  );
}

async function startsTooMany(bubblewrap: Bubblewrap): Promise<boolean> {
  const { stdout } = await tryRun(bubblewrap, ["/bin/sh", "-c", TRY_PROCESSES], TRY_MILLISECONDS);
  return stdout.text.trim().split("\n").length > MOST_PROCESSES;
}

function tryRun(
  bubblewrap: Bubblewrap,
  command: readonly string[],
  milliseconds: number,
): Promise<ProcessOutcome> {
  const args = bubblewrapArguments(bubblewrap, command, {
    seconds: milliseconds / 1000,
    memoryMegabytes: 64,
  });
  return runLimitedProcess(bubblewrap.path, args, {
    stdin: "",
    milliseconds,
    outputCharacters: 10_000,
  });
}

/** Null where the command ended well, else why not. */
async function tryCommand(
  bubblewrap: Bubblewrap,
  command: readonly string[],
): Promise<string | null> {
  const tried = await tryRun(bubblewrap, command, PROBE_MILLISECONDS).catch(
    (error: unknown) => (error as Error).message,
  );
  if (typeof tried === "string") return tried;
  const { exitCode, signal, stderr } = tried;
  return exitCode === 0
    ? null
    : stderr.text.trim().split("\n").at(-1)?.slice(0, 300) || `it ended with ${signal ?? exitCode}`;
}

function noSandbox(language: string, why: string, hint: string): DatawrightError {
  return new DatawrightError({
    code: "NO_SANDBOX",
    message: `${language} code is not run: ${why}`,
    hint,
    details: { language },
  });
}
