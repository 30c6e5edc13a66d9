import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { ChatOpenAI } from "@langchain/openai";

/* The client as it comes: its own retries, a row written as it is answered, nothing known of an earlier process. */
const { url, folder, rows, inFlight } = JSON.parse(process.argv[2]);
const client = new ChatOpenAI({
  model: "peers",
  temperature: 0.9,
  maxConcurrency: inFlight,
  configuration: { baseURL: url },
});
let next = 0;
await Promise.all(
  Array.from({ length: inFlight }, async () => {
    while (next < rows) {
      const row = next++;
      try {
        const { content } = await client.invoke(`Write ticket ${row} of a shop.`);
        appendFileSync(join(folder, "rows.jsonl"), `${JSON.stringify({ row, text: content })}\n`);
      } catch {
        // Lost.
      }
    }
  }),
);
