import {
  mapSchema,
  neighboursSchema,
  sampleDetailSchema,
  sampleFacetsSchema,
  samplesQuerySchema,
  samplesSchema,
} from "../../api/samples.js";
import { jsonRoute, type Route } from "../route.js";
import { neighboursOf } from "../read/neighbours.js";
import { sampleDetail } from "../read/sample-detail.js";
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
