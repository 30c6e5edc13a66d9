// Starts the built studio over a workspace, for scripts that take pictures of it or fill it.
import { spawn } from "node:child_process";

/** Waits for the address that the studio prints; `ask` sends its token along and throws what is refused. */
export async function openStudio(workspace) {
  const child = spawn(
    process.execPath,
    [
      ...["dist/cli/main.js", "studio", "--no-open"],
      ...(workspace === undefined ? [] : ["--workspace", workspace]),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const href = await new Promise((resolve, reject) => {
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\/\/\S+token=\S+/u.exec(printed);
      if (found) resolve(found[0]);
    });
    child.on("exit", (code) => reject(new Error(`the studio ended with ${code}`)));
  });
  const address = new URL(href);
  const token = address.searchParams.get("token");
  return {
    address,
    ask: async (path, body) => {
      const response = await fetch(new URL(path, address), {
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(`${path}: ${answer.message}`);
      return answer;
    },
    close: () => child.kill("SIGINT"),
  };
}
