import { stream } from "hono/streaming";
import {
  spanDetailSchema,
  spanFacetsSchema,
  spansQuerySchema,
  spansSchema,
} from "../../api/spans.js";
import { jsonRoute, streamRoute, type Route } from "../route.js";
import { spanDetail } from "../read/span-detail.js";
import { spanRows } from "../read/span-rows.js";
import { judgedInTheseWords } from "../words.js";

const PAGE = 1000;

export const traceRoutes: readonly Route[] = [
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/spans",
    summary:
      "Steps below a step, members of a folded row, or what fits a filter with what is around.",
    query: spansQuerySchema,
    answer: spansSchema,
    handle: async ({ params, query, studio }) =>
      spanRows(await studio.readers.open(params["run"]!), query),
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/spans/facets",
    summary: "Agents, operations and models of a trace, with how many steps each has.",
    answer: spanFacetsSchema,
    handle: async ({ params, studio }) => {
      const reader = await studio.readers.open(params["run"]!);
      const tree = await reader.tree();
      const kinds = await reader.lately("kinds", () => tree.kinds());
      // Each step is of one kind: they are not counted a second time.
      return { kinds, total: kinds.reduce((sum, { count }) => sum + count, 0) };
    },
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/spans/:span",
    summary: "A step with its messages, answer and verdicts.",
    answer: spanDetailSchema,
    inWords: (span, words) => ({
      ...span,
      verdicts: judgedInTheseWords(span.verdicts, words),
    }),
    handle: async ({ params, studio }) =>
      spanDetail(await studio.readers.open(params["run"]!), params["span"]!),
  }),
  streamRoute({
    method: "get",
    path: "/api/runs/:run/trace.jsonl",
    summary: "Every step of the trace, a JSON object a line.",
    answer: "application/jsonl",
    handle: async ({ params, studio }, context) => {
      const { trace, folder } = await studio.readers.open(params["run"]!);
      context.header("content-type", "application/jsonl; charset=utf-8");
      context.header(
        "content-disposition",
        `attachment; filename*=UTF-8''${encodeURIComponent(folder.id)}.trace.jsonl`,
      );
      return stream(context, async (out) => {
        for (let offset = 0; !out.aborted; offset += PAGE) {
          const spans = await trace.spans({ limit: PAGE, offset });
          for (const span of spans) await out.write(`${JSON.stringify(span)}\n`);
          if (spans.length < PAGE) return;
        }
      });
    },
  }),
];
