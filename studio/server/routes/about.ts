import { z } from "zod";
import { packageVersion } from "../../../base/package-version.js";
import { aboutSchema } from "../../api/agents.js";
import { openApi } from "../openapi.js";
import { jsonRoute, type Route } from "../route.js";

/** What the studio says of itself, these routes among the described ones. */
export function aboutRoutes(others: readonly Route[]): readonly Route[] {
  const own: Route[] = [
    jsonRoute({
      method: "get",
      path: "/api/about",
      summary: "Version, language and workspace.",
      answer: aboutSchema,
      handle: async ({ studio }) => ({
        version: packageVersion(),
        language: studio.language,
        workspace: studio.storage.place ?? studio.workspace.folder,
      }),
    }),
    jsonRoute({
      method: "get",
      path: "/api/openapi.json",
      summary: "This description.",
      answer: z.record(z.string(), z.unknown()),
      handle: async () => openApi([...others, ...own]),
    }),
  ];
  return own;
}
