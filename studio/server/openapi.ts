import { z } from "zod";
import { packageVersion } from "../../base/package-version.js";
import { errorSchema } from "../api/shared.js";
import type { Route } from "./route.js";

/** The API as OpenAPI 3.1, made from the schemas that the routes parse by. */
export function openApi(routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/gu, "{$1}");
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "datawright studio", version: packageVersion() },
    paths,
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    security: [{ token: [] }],
  };
}

function operationOf({
  path,
  summary,
  query,
  body,
  answer,
  event,
}: Route): Record<string, unknown> {
  const names = [...path.matchAll(/:(\w+)/gu)].map(([, name]) => name!);
  return {
    summary,
    parameters: [
      ...names.map((name) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      ...parametersOf(query),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: jsonContent(body, "input") } }),
    responses: {
      200: {
        description: "The answer.",
        content:
          typeof answer === "string"
            ? { [answer]: event === undefined ? {} : { schema: schemaOf(event, "output") } }
            : jsonContent(answer, "output"),
      },
      default: { description: "A coded error.", content: jsonContent(errorSchema, "output") },
    },
  };
}

function parametersOf(query: z.ZodType | undefined): unknown[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input") as {
    properties?: Readonly<Record<string, unknown>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function jsonContent(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  return { "application/json": { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
  });
  return described;
}
