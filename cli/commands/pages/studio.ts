import { spawn } from "node:child_process";
import { startStudio } from "../../../studio/server/start-studio.js";
import { placeOf, queueOf, type CommonFlags, type QueueFlags } from "../../flags.js";
import { spokenLanguage, texts } from "../../language/texts.js";

/** `datawright studio`: serves the pages until Ctrl-C. */
export async function studio(
  flags: CommonFlags & QueueFlags & { readonly port?: number; readonly open: boolean },
): Promise<number> {
  const { url, port, close } = await startStudio({
    ...placeOf(flags),
    ...queueOf(flags),
    port: flags.port,
    language: spokenLanguage(),
  });
  process.stdout.write(
    flags.json ? `${JSON.stringify({ url, port })}\n` : `${texts().studio.open(url)}\n`,
  );
  if (flags.open && process.stdout.isTTY) openBrowser(url);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  process.stderr.write(`${texts().studio.closing}\n`);
  await close();
  return 0;
}

/** By the system's own command; where there is none the address is printed already. */
function openBrowser(url: string): void {
  const [program, ...words] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  const child = spawn(program!, words, { stdio: "ignore", detached: true });
  child.once("error", () => {});
  child.unref();
}
