import { serve } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import { DatawrightError } from "../../base/errors.js";
import type { Language } from "../../base/language/language.js";
import { requireStore } from "../../graphs/opening/require-store.js";
import { openStorage } from "../../memory/open-storage.js";
import { Workspace } from "../../memory/workspace.js";
import { studioApp } from "./app.js";
import { Assets } from "./assets.js";
import { ChildRuns } from "./child-runs.js";
import { SampleMaps } from "./map/sample-maps.js";
import { ReportTickets } from "./report-tickets.js";
import { allRoutes } from "./routes/all-routes.js";
import { RunReaders } from "./run-readers.js";
import { newToken } from "./security.js";

/** A studio that listens. */
export interface Studio {
  /** Address to open, with its token. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Ends what it started, with its state saved, and lets go of everything. */
  close(): Promise<void>;
}

/** How a studio is started. */
export interface StudioOptions {
  readonly workspace?: string | undefined;
  readonly store?: string | undefined;
  /** Redis whose workers get the chunks of runs that the pages start. Default: drafted by their own processes. */
  readonly queue?: string | undefined;
  /** Seconds of silence after which a process of the queue is taken for dead. Default: 30. */
  readonly leaseSeconds?: number | undefined;
  /** Default: a free one. */
  readonly port?: number | undefined;
  readonly language?: Language | undefined;
  /** Folder of the compiled package, whose commands are started. Default: the one around this file. */
  readonly compiled?: string | undefined;
  /** Folder of the built pages. Default: those of this package. */
  readonly pages?: string | undefined;
}

/**
 * Starts the studio on 127.0.0.1.
 * @throws USAGE where the port is taken, and for a queue without a store; what opening the store throws
 */
export async function startStudio(options: StudioOptions = {}): Promise<Studio> {
  const { store, queue, leaseSeconds } = options;
  requireStore({ queue, store });
  const workspace = Workspace.open(options.workspace);
  const storage = await openStorage(store);
  const readers = new RunReaders(workspace, storage);
  const children = new ChildRuns(workspace, { store, queue, compiled: options.compiled });
  const maps = new SampleMaps();
  const tickets = new ReportTickets();
  const token = newToken();
  const language = options.language ?? "en";
  const studio = {
    ...{ workspace, store, queue, leaseSeconds },
    ...{ storage, readers, children, maps, language },
  };
  let port = 0;
  const app = studioApp(studio, {
    token,
    port: () => port,
    routes: allRoutes(tickets),
    assets: new Assets(language, options.pages),
    tickets,
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const started = serve(
      { fetch: app.fetch, hostname: "127.0.0.1", port: options.port ?? 0 },
      (info: AddressInfo) => {
        port = info.port;
        resolve(started);
      },
    );
    started.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new DatawrightError({
          code: "USAGE",
          message: `the studio cannot listen on port ${options.port ?? 0}: ${cause.code ?? cause.message}`,
          hint: "Give --port another number, or leave it out for a free one.",
          cause,
        }),
      ),
    );
  }).catch(async (error: unknown) => {
    readers.close();
    await storage.close();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    port,
    token,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
      await children.close();
      maps.close();
      readers.close();
      await storage.close();
    },
  };
}
