import {
  mapSchema,
  neighboursSchema,
  sampleDetailSchema,
  sampleFacetsSchema,
  samplesQuerySchema,
  samplesSchema,
  type LifeWords,
} from "../../api/samples.js";
import { jsonRoute, type Route } from "../route.js";
import { neighboursOf } from "../read/neighbours.js";
import { sampleDetail } from "../read/sample-detail.js";
import { judgedInTheseWords, type Words } from "../words.js";
import { sampleFacets, sampleRows } from "../read/sample-rows.js";

export const sampleRoutes: readonly Route[] = [
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/samples",
    summary: "Samples that fit a filter, page by page.",
    query: samplesQuerySchema,
    answer: samplesSchema,
    handle: async ({ params, query, studio }) =>
      sampleRows(await studio.readers.open(params["run"]!), query),
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/samples/facets",
    summary: "Statuses, reasons, labels and conditions that samples of the run have.",
    answer: sampleFacetsSchema,
    handle: async ({ params, studio }) => sampleFacets(await studio.readers.open(params["run"]!)),
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/samples/:sample",
    summary: "A sample with its whole life.",
    answer: sampleDetailSchema,
    handle: async ({ params, studio }) =>
      sampleDetail(await studio.readers.open(params["run"]!), params["sample"]!),
    inWords: (sample, words) => ({
      ...sample,
      reasons: sample.reasons.map(({ code, meaning }) => ({
        code,
        meaning: words.reason(code, meaning),
      })),
      verdicts: judgedInTheseWords(sample.verdicts, words),
      versions: sample.versions.map((version) => ({
        ...version,
        verdicts: judgedInTheseWords(version.verdicts, words),
      })),
      life: sample.life.map((moment) => ({ ...moment, says: inWords(moment.says, words) })),
    }),
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/samples/:sample/neighbours",
    summary: "The samples nearest to one by their vectors.",
    answer: neighboursSchema,
    handle: async ({ params, studio }) =>
      neighboursOf(await studio.readers.open(params["run"]!), params["sample"]!),
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/map",
    summary: "All samples in two dimensions; `working` until it is made.",
    answer: mapSchema,
    handle: async ({ params, studio }) =>
      studio.maps.map(params["run"]!, await studio.readers.open(params["run"]!)),
  }),
];

function inWords(says: LifeWords, words: Words): LifeWords {
  switch (says.kind) {
    case "status":
      return {
        ...says,
        meaning: words.reason(says.reason, says.meaning),
        note: says.note === null ? null : words.sentence(says.note),
      };
    case "refused":
      return {
        ...says,
        refusals: says.refusals.map(({ criterion, reason }) => ({
          criterion,
          reason: words.sentence(reason),
        })),
      };
    case "failed":
      return { ...says, message: words.sentence(says.message) };
    default:
      return says;
  }
}
