// People decide what neither model is sure of, one sample at a time, on a page of this machine.
// The run may have ended (`review: after`) or wait for them (`review: blocking`): then it goes on
// by itself once nothing waits any more.
//
//   node --import tsx examples/review-server/server.ts RUN [PORT]
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { openReview, type ReviewAnswer } from "datawright";

const [run = "", port = "0"] = process.argv.slice(2);
const session = await openReview(run, { logLevel: null });

const escape = (text: string): string =>
  text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
const button = (name: string): string => `<button name="decision" value="${name}">${name}</button>`;

function page(): string {
  const item = session.items[0];
  if (!item) return "<p>Nothing waits for a person.</p>";
  const fields = Object.entries(item.fields).map(
    ([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(String(value))}</dd>`,
  );
  const labels = session.labels.map(
    (label) => `<option${label === item.label ? " selected" : ""}>${escape(label)}</option>`,
  );
  return `<p>${session.items.length} left. ${escape(item.why)}</p><dl>${fields.join("")}</dl>
<form method="post" action="/answer"><input type="hidden" name="sampleId" value="${escape(item.sampleId)}">
<select name="label">${labels.join("")}</select>
${["accept", "reject", "relabel"].map(button).join(" ")}</form>
<form method="post" action="/finish"><button>go on without the rest</button></form>`;
}

async function answerOf(request: IncomingMessage): Promise<ReviewAnswer> {
  let body = "";
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > 10_000) throw new Error("too long for an answer");
  }
  const form = new URLSearchParams(body);
  const decision = form.get("decision");
  if (decision !== "accept" && decision !== "reject" && decision !== "relabel")
    throw new Error("decision is accept, reject or relabel");
  return {
    sampleId: form.get("sampleId") ?? "",
    decision,
    ...(decision === "relabel" ? { label: form.get("label") } : {}),
  };
}

// Answers are applied one after the other, in the order in which they came.
let last: Promise<unknown> = Promise.resolve();
const server = createServer((request, response) => {
  const send = (status: number, html: string): void => {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><meta charset="utf-8"><title>review</title>${html}`);
  };
  if (request.method !== "POST") return send(200, page());
  last = last.then(async () => {
    try {
      const finish = request.url === "/finish";
      const answers = finish ? [] : [await answerOf(request)];
      const { problems, summary } = await session.apply(answers, { finish });
      if (problems.length > 0) return send(400, escape(problems.join("; ")));
      response.writeHead(303, { location: "/" }).end();
      if (session.items.length > 0 && !finish) return;
      console.log(`decided: ${summary.accepted} accepted, ${summary.rejected} refused`);
      server.close();
      await session.close();
    } catch (error) {
      send(400, escape(String((error as Error).message)));
    }
  });
});
server.listen(Number(port), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
