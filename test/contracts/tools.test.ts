import {
  allocatorChecks,
  filterChecks,
  relabelerChecks,
  reweighterChecks,
} from "../../graphs/conformance/curation-checks.js";
import { classifierChecks } from "../../graphs/conformance/classifier-checks.js";
import { exporterChecks } from "../../graphs/conformance/exporter-checks.js";
import { metricChecks } from "../../graphs/conformance/metric-checks.js";
import { CLASSIFIERS } from "../../tools/learning/classifiers/classifiers.js";
import { METRICS } from "../../tools/metrics/metrics.js";
import { CURATION_SLOTS } from "../../tools/curation/curation-slots.js";
import { EXPORTERS } from "../../tools/export/exporters.js";
import { everyName } from "./every-name.js";

everyName(CURATION_SLOTS.filters, filterChecks);
everyName(CURATION_SLOTS.relabelers, relabelerChecks);
everyName(CURATION_SLOTS.reweighters, reweighterChecks);
everyName(CURATION_SLOTS.allocators, allocatorChecks);
everyName(EXPORTERS, exporterChecks);
everyName(CLASSIFIERS, classifierChecks);
everyName(METRICS, metricChecks);
