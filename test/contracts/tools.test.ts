import {
  allocatorChecks,
  filterChecks,
  relabelerChecks,
  reweighterChecks,
} from "../../graphs/conformance/curation-checks.js";
import { benchmarkChecks } from "../../graphs/conformance/benchmark-checks.js";
import { classifierChecks } from "../../graphs/conformance/classifier-checks.js";
import { exporterChecks } from "../../graphs/conformance/exporter-checks.js";
import { tunerChecks } from "../../graphs/conformance/tuner-checks.js";
import { TUNERS } from "../../tools/tuning/tuners.js";
import { metricChecks } from "../../graphs/conformance/metric-checks.js";
import { CLASSIFIERS } from "../../tools/learning/classifiers/classifiers.js";
import { METRICS } from "../../tools/metrics/metrics.js";
import { CURATION_SLOTS } from "../../tools/curation/curation-slots.js";
import { BENCHMARKS } from "../../tools/benchmarks/benchmarks.js";
import { EXPORTERS } from "../../tools/export/exporters.js";
import { MADE_FILES, madeFolder } from "../tools/benchmarks/made-files.js";
import { everyName } from "./every-name.js";

const SHARES_FILES: Readonly<Record<string, string>> = { "truthfulqa-generation": "truthfulqa" };

everyName(CURATION_SLOTS.filters, filterChecks);
everyName(CURATION_SLOTS.relabelers, relabelerChecks);
everyName(CURATION_SLOTS.reweighters, reweighterChecks);
everyName(CURATION_SLOTS.allocators, allocatorChecks);
everyName(EXPORTERS, exporterChecks);
everyName(CLASSIFIERS, classifierChecks);
everyName(METRICS, metricChecks);
everyName(TUNERS, tunerChecks);

describe.each(BENCHMARKS.names)("benchmark %s", (name) => {
  const files = MADE_FILES[name] === undefined ? (SHARES_FILES[name] ?? name) : name;
  const checks = benchmarkChecks(() => BENCHMARKS.load(name, []), { folder: madeFolder(files) });
  for (const check of checks) it(check.name, () => check.run());
});
