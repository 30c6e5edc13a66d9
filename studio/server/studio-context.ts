import type { RunStorage } from "../../memory/run-storage.js";
import type { Workspace } from "../../memory/workspace.js";
import type { Language } from "../../base/language/language.js";
import type { RunReaders } from "./run-readers.js";
import type { ChildRuns } from "./child-runs.js";
import type { SampleMaps } from "./map/sample-maps.js";

/** What the routes of the studio work with. */
export interface StudioContext {
  readonly workspace: Workspace;
  readonly store: string | undefined;
  readonly queue: string | undefined;
  readonly leaseSeconds: number | undefined;
  readonly storage: RunStorage;
  readonly readers: RunReaders;
  readonly children: ChildRuns;
  readonly maps: SampleMaps;
  readonly language: Language;
}
