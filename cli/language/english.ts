import { ENGLISH_FIGURE_NAMES } from "../../tools/reporting/language/english-figure-names.js";
import { ERROR_CODES, type ErrorCode } from "../../base/error-codes.js";
import type { StopReason } from "../../schema/report.js";
import { countText } from "../print/count-text.js";

const of = (limit: number | string | undefined): string =>
  limit === undefined ? "" : ` of ${limit}`;
const plain = (sentence: string): string => sentence;

interface Moved {
  readonly id: string;
  readonly total: number;
  readonly place: string;
  readonly folder: string;
}

/** What the command line says in English; `korean.ts` has the same keys. */
export const english = {
  /** A sentence from deeper inside, which is English: as it is, or as this language has it. */
  sentence: plain,
  words: {
    unknown: "unknown",
    free: "free",
    none: "none",
    yesNo: "[y/N]",
    yes: /^y(es)?$/iu,
    seconds: (seconds: string) => `${seconds} s`,
    interval: (share: string, low: string, high: string) => `${share} [${low}, ${high}]`,
    samples: (count: number) => countText(count, "sample"),
    agentFailed: "agent failed",
  },
  errors: {
    frame: (code: string, message: string) => `error ${code}: ${message}`,
    /** A line on what a code means, where the message itself is in another language. */
    meaning: (_code: ErrorCode, _message: string): string | null => null,
    meanings: Object.fromEntries(
      Object.entries(ERROR_CODES).map(([code, { meaning }]) => [code, meaning]),
    ) as Record<ErrorCode, string>,
    debug: "Set DATAWRIGHT_DEBUG=1 to see where.",
    goOnWith: (command: string) => `Go on with: ${command}`,
  },
  work: {
    interrupted: "interrupted",
    interruptedRun: (command: string) => `interrupted. Go on with: ${command}`,
    stoppingRun:
      "stopping: calls in flight are cancelled, the state is saved (Ctrl-C again to leave at once)",
    stopping: "stopping: what is on its way is cancelled (Ctrl-C again to leave at once)",
    goOnWith: (command: string) => `go on with: ${command}`,
    langSmithLate: (seconds: number) =>
      `a part of the trace did not reach LangSmith within ${seconds} s; it is left out there`,
    reading: (path: string) => `reading the data of ${path}`,
    planning: (path: string) => `planning ${path}`,
    estimating: "estimating what the run takes",
    prompts: (path: string) => `collecting the questions of ${path}`,
    making: (count: number, path: string) => `making ${countText(count, "sample")} of ${path}`,
    asking: "asking the models for one token each",
    applying: "applying the answers and measuring again",
  },
  worker: {
    started: (name: string, queue: string) =>
      `worker ${name} takes chunks from ${queue} (Ctrl-C ends it)`,
    stopping: (seconds: number) =>
      `stopping: chunks at work have ${countText(seconds, "second")} to end, then they go back to the queue (Ctrl-C again to leave at once)`,
    ended: (name: string, drafts: number) => `worker ${name} ended: ${countText(drafts, "draft")}`,
    opened: (run: string) => `${run}: opened`,
    closed: (run: string) => `${run}: closed`,
    refused: (run: string, why: string) => `${run}: left to other workers: ${why}`,
    chunk: (run: string, orders: number) => `${run}: took ${countText(orders, "order")}`,
    drafted: (run: string, drafts: number) => `${run}: ${countText(drafts, "draft")} stored`,
    failed: (run: string, why: string) => `${run}: a chunk failed: ${why}`,
  },
  opening: {
    checking: (samples: number) => `looking through the records of ${samples} samples …`,
    indexing: (done: number, of: number, rate: number, left: string) =>
      `index of ${done}/${of} samples, ${rate}/s, about ${left} left`,
  },
  panel: {
    run: (id: string) => `run ${id}`,
    steps: {
      planning: "planning",
      working: "working",
      curate: "curate",
      evaluate: "evaluate",
      report: "report",
    },
    accepted: (accepted: number, target: number, rejected: number) =>
      `${accepted}/${target} accepted, ${rejected} refused`,
    rate: (perSecond: string) => `${perSecond}/s`,
    slowRate: (perMinute: string) => `${perMinute}/min`,
    left: (rate: string, time: string) => `${rate}, about ${time} left`,
    calls: (calls: number, limit: number | undefined, running: number) =>
      `${calls}${of(limit)} calls, ${running} running`,
    cached: (count: number) => `${count} cached`,
    tokens: (count: string, limit: string | undefined) => `${count}${of(limit)} tokens`,
    costUnknown: "cost unknown",
    cost: (money: string, limit: string | undefined) => `${money}${of(limit)}`,
    round: (round: number, drafted: number) => `round ${round}, ${drafted} drafted`,
    cells: (covered: number, cells: number) => `${covered}/${cells} cells`,
    moreUnusable: (count: number) =>
      `and ${count} more rows that could not be used; config.json names them`,
    plan: (subTasks: readonly string[], cells: number, revision: number) =>
      `plan: ${countText(subTasks.length, "sub-task")} (${subTasks.join(", ")}), ${cells} ` +
      `cells${revision > 0 ? `, revision ${revision}` : ""}`,
    sealed: (event: {
      readonly round: number;
      readonly accepted: number;
      readonly rejected: number;
      readonly total: number;
      readonly target: number;
      readonly coverage: { readonly covered: number; readonly cells: number };
    }) =>
      `round ${event.round}: ${event.accepted} accepted, ${event.rejected} refused; ` +
      `${event.total} of ${event.target}, ${event.coverage.covered} of ` +
      `${event.coverage.cells} cells covered`,
    stopped: (reason: StopReason, detail: string) => `stopped: ${reason} (${detail})`,
    curated: (rejected: number, relabelled: number, inReview: number) =>
      `curated: ${rejected} taken out, ${relabelled} relabelled, ${inReview} to people`,
    waiting: (count: number) =>
      `${count} ${count === 1 ? "sample waits" : "samples wait"} for a person`,
    warning: (message: string) => `warning: ${message}`,
  },
  summary: {
    labels: {
      stop: "stop",
      accepted: "accepted",
      refused: "refused",
      waits: "to decide",
      agentFailed: "agent failed",
      calls: "model calls",
      coverage: "coverage",
      measured: "measured",
      diversity: "diversity",
      copies: "copies",
      agreement: "label agreement",
      downstream: "downstream",
      note: "note",
      model: "model",
      thresholds: "thresholds",
      mend: "what to do",
      goOn: "go on with",
      decide: "decide",
      look: "look inside",
    },
    stop: (stop: StopReason, detail: string) => `${stop}${detail === "" ? "" : `: ${detail}`}`,
    accepted: (summary: {
      readonly accepted: number;
      readonly target: number;
      readonly rejected: number;
      readonly inReview: number;
      readonly rounds: number;
      readonly seconds: number;
    }) =>
      `${summary.accepted} of ${summary.target}; ${summary.rejected} refused, ` +
      `${summary.inReview} wait for a person; ${countText(summary.rounds, "round")} in ` +
      `${summary.seconds.toFixed(1)} s`,
    calls: (calls: number, cached: number) => `${calls} (${cached} more from the cache)`,
    tokens: (input: number, output: number) => `${input} tokens in, ${output} out`,
    cost: (money: string) => `cost ${money}`,
    nothingPlanned: "unknown: nothing was planned",
    coverage: (covered: number, cells: number, share: string) =>
      `${covered} of ${cells} cells (${share})`,
    nothingMeasured: "nothing: the run did not come to its evaluation",
    diversity: (figures: {
      readonly vocabulary: number | string;
      readonly distinct1: string;
      readonly distinct2: string;
      readonly similarity: string;
    }) =>
      `vocabulary ${figures.vocabulary}, distinct-1 ${figures.distinct1}, distinct-2 ` +
      `${figures.distinct2}, average pairwise similarity ${figures.similarity}`,
    copies: (verbatim: number | string, near: number | string) =>
      `${verbatim} verbatim, ${near} near copies of support rows`,
    agreement: (share: string, rows: number | null) =>
      `${share} ${rows === null ? "" : `of ${countText(rows, "sample")}, `}with a small model that ` +
      "did not see the sample",
    downstream: (figures: {
      readonly rows: number;
      readonly synthetic: string;
      readonly real: string;
      readonly majority: string;
    }) =>
      `on ${figures.rows} real held-out rows: synthetic ${figures.synthetic}; real ` +
      `${figures.real}; majority class ${figures.majority}`,
    trainedOn: (accuracy: string, rows: number) => `${accuracy} from ${rows} rows`,
    worse: (points: string, range: string | null) =>
      "the synthetic rows train a worse model than the real ones do, by " +
      `${points} points${range === null ? "" : ` (95 %: ${range})`}`,
    better: (points: string, range: string | null) =>
      "the synthetic rows train a better model than the real ones do, by " +
      `${points} points${range === null ? "" : ` (95 %: ${range})`}`,
    neither: (rows: number, range: string | null) =>
      "no difference between training on the synthetic rows and on the real ones can be told on " +
      `${countText(rows, "row")}${range === null ? "" : ` (synthetic less real, 95 %: ${range} points)`}`,
    range: (low: string, high: string) => `${low} to ${high}`,
    embedded:
      "embedded: a small statistical model that recombines the support rows; for text of quality " +
      "use --model openai:NAME",
    thresholds: (limits: {
      readonly rougeL: number;
      readonly distance: number;
      readonly rating: number;
      readonly probability: number;
    }) =>
      `ROUGE-L ${limits.rougeL}, vector distance ${limits.distance}, rating ${limits.rating} of ` +
      `5, label probability ${limits.probability}`,
    moreBudget: (command: string) =>
      `${command} with a larger --budget, --max-calls or --max-tokens`,
  },
  estimate: {
    labels: {
      estimate: "estimate",
      calls: "model calls",
      cost: "cost",
      time: "time",
    },
    none: (message: string) => `none: ${message}`,
    calls: (calls: number, input: number, output: number) =>
      `about ${calls}; ${input} tokens in, ${output} out`,
    unknownPrice: "unknown: no price is known for a model of this task",
    about: (figure: string) => `about ${figure}`,
    listed: (month: string) => ` by the list prices of ${month}`,
    limits: {
      calls: (calls: number) => `${calls} calls`,
      tokens: (tokens: number) => `${tokens} tokens`,
    },
    stopsAt: (limits: readonly string[]) => `; stops at ${limits.join(" or ")}`,
    usualSpeed: ", if the provider is as fast as most",
    mayCost: (models: string) => `${models}: this may cost money`,
    start: "Start?",
  },
  plan: {
    subTasks: "sub-tasks",
    reads: (names: string) => `reads ${names}; `,
    writes: (names: string) => `writes ${names}`,
    after: (names: string) => `; after ${names}`,
    tree: "concept tree",
    wholeTree: "… (--json has the whole tree)",
    labels: { attributes: "attributes", cells: "cells", basis: "basis", note: "note" },
    attribute: (name: string, source: string, steered: boolean) =>
      `${name} (${source}, ${steered ? "steered" : "drawn"})`,
    cells: (cells: number, samples: number, roundSize: number) =>
      `${cells} with a quota, ${samples} samples in all; rounds of ${roundSize}`,
  },
  preview: {
    sample: (index: number, count: number, id: string) => `sample ${index} of ${count}: ${id}`,
    labels: { wanted: "wanted", failed: "FAILED", status: "status", why: "why" },
    anything: "anything of the task",
    asked: (agent: string | null, model: string, milliseconds: number, cached: boolean) =>
      `${agent ?? "model"} asked ${model} (${milliseconds} ms${cached ? ", cached" : ""})`,
    verdict: (pass: boolean): string => (pass ? "passed " : "REFUSED"),
    revision: (revision: number) => `revision ${revision}`,
    end: (counts: {
      readonly samples: number;
      readonly accepted: number;
      readonly rejected: number;
      readonly waiting: number;
      readonly calls: number;
      readonly input: number;
      readonly output: number;
    }) =>
      `${countText(counts.samples, "sample")}, ${counts.accepted} accepted, ${counts.rejected} ` +
      `refused${counts.waiting > 0 ? `, ${counts.waiting} for a person` : ""}; ` +
      `${countText(counts.calls, "model call")}, ${counts.input} tokens in, ${counts.output} out; ` +
      "nothing was kept but the answers, for a run of the same task",
  },
  validate: {
    valid: (path: string, name: string, kind: string, labels: number | null, target: number) =>
      `${path} is valid: ${name}, ${kind}${labels === null ? "" : `, ${labels} labels`}, target ` +
      `${target}`,
    data: (counts: {
      readonly support: number;
      readonly validation: number;
      readonly heldOut: number;
      readonly removed: number;
      readonly inputs: number;
      readonly passages: number;
    }) =>
      `data: ${counts.support} support rows, ` +
      `${counts.validation > 0 ? `${counts.validation} validation rows, ` : ""}` +
      `${counts.heldOut} held out` +
      `${counts.removed > 0 ? ` (${counts.removed} more equal a support row and were left out)` : ""}, ` +
      `${counts.inputs} inputs, ${counts.passages} passages`,
    notUsed: (problem: string) => `not used: ${problem}`,
    failed: (model: string, code: string, message: string) => `${model}: error ${code}: ${message}`,
    answers: (model: string, milliseconds: number) => `${model}: answers, in ${milliseconds} ms`,
    notListed: (nearest: readonly string[]) =>
      ", though its endpoint does not list it" +
      (nearest.length > 0 ? ` (it has ${nearest.join(", ")})` : ""),
  },
  init: {
    wrote: (path: string, kind: string, labels: number | null) =>
      `wrote ${path}: ${kind}${labels === null ? "" : `, ${labels} labels`}`,
    column: (column: string, use: string) => `column ${column}: ${use}`,
    notUsed: (values: number) =>
      `not used${values > 0 ? `; ${values} values, could be an attribute` : ""}`,
    next: (path: string) =>
      `next: give each label a definition, then \`datawright preview ${path}\` and ` +
      `\`datawright run ${path}\``,
    questions: {
      name: "name of the dataset: ",
      description: "what is it about, in one sentence: ",
      labels: "labels, separated by commas: ",
      file: "file with real examples (text and label columns; empty for none): ",
      target: "how many samples [200]: ",
    },
  },
  runs: {
    none: (folder: string) => `no runs in ${folder}; \`datawright run task.yaml\` makes one`,
    columns: {
      run: "run",
      started: "started",
      accepted: "accepted",
      stop: "stop",
      folder: "folder",
    },
    delete: (folder: string) => `Delete ${folder}?`,
    removed: (folder: string) => `removed ${folder}`,
  },
  moved: {
    toStore: ({ id, total, place }: Moved) =>
      `${id}: ${total} records moved to ${place}; go on with it there by --store`,
    toFolder: ({ id, total, folder }: Moved) => `${id}: ${total} records moved to ${folder}`,
  },
  samples: {
    columns: {
      sample: "sample",
      status: "status",
      label: "label",
      reason: "reason",
      why: "why",
      text: "text",
    },
    more: (shown: number, total: number, next: number) =>
      `${shown} of ${total}; more with --offset ${next}`,
  },
  studio: {
    open: (url: string) => `the studio is open; Ctrl-C ends it\n${url}`,
    closing: "ending the studio; runs that it started end with their state saved",
  },
  review: {
    nothing: "nothing waits for a person",
    keys: (count: number) =>
      `${count} samples. a accept, r reject, a label's name or number to relabel, s skip, q finish`,
    or: (label: string, suggested: string) => `${label} or ${suggested}?`,
    noneOf: (word: string, words: readonly string[]) => `"${word}" is none of: ${words.join(", ")}`,
    notApplied: (problem: string) => `not applied: ${problem}`,
    applied: (applied: number, accepted: number, inReview: number) =>
      `${countText(applied, "answer")} applied; ${accepted} accepted, ${inReview} still wait`,
    runWaits: "; the run waits for them (--finish to go on without them)",
  },
  scaffold: {
    next: "Next:",
  },
  trace: {
    written: (steps: number) => countText(steps, "step"),
  },
  exporting: "export",
  exported: (rows: number, files: number) => `${rows} samples in ${countText(files, "file")}`,
  cachePruned: (counts: {
    readonly removed: number;
    readonly bytes: number;
    readonly left: number;
    readonly leftBytes: number;
  }) =>
    `removed ${counts.removed} answers (${counts.bytes} bytes); ${counts.left} are left ` +
    `(${counts.leftBytes} bytes)`,
  data: {
    read: (rows: number, encoding: string | null, unusable: number) =>
      `${countText(rows, "row")} read${encoding === null ? "" : ` as ${encoding}`}` +
      (unusable > 0 ? `, ${unusable} could not be used` : ""),
    questions: (asked: number, cached: number, money: string) =>
      `model questions ${asked}, ${cached} of them from the cache; cost ${money}`,
  },
  augment: {
    made: (made: number, wanted: number, toPeople: number, stop: StopReason) =>
      `made ${made} of ${wanted} new samples` +
      `${toPeople > 0 ? `; ${toPeople} wait for a person` : ""} (stop: ${stop})`,
    refused: (count: string, reason: string, meaning: string) =>
      `refused ${count}  ${reason}: ${meaning}`,
    calls: (calls: number, money: string) => `model calls ${calls}, cost ${money}`,
    again: "go on with the same command again",
    look:
      "with their rows: augmented.jsonl; look inside: datawright samples, datawright trace, " +
      "report.html",
  },
  curate: {
    columns: {
      step: "step",
      seen: "seen",
      removed: "removed",
      changed: "changed",
      toPeople: "to people",
      notApplicable: "not applicable",
      reasons: "reasons",
    },
    columnsRead: (names: string) => `went on from the columns ${names}`,
    inParts: (rows: number) =>
      `curated in parts of about ${rows} rows drawn at random; equal and near rows over all`,
    notApplied: (step: string, why: string) => `not applied  ${step}: ${why}`,
    answers: (used: number) => `${countText(used, "answer")} of people used`,
    gate: (said: string) => `gate     ${said}`,
    stability: (found: {
      readonly repeats: number;
      readonly agreement: string;
      readonly leftAlone: number;
    }) =>
      `${found.repeats} repeats touch the same rows to ${found.agreement}; ` +
      `${countText(found.leftAlone, "row")} that most do not touch left alone`,
    slice: (found: { readonly terms: string; readonly rate: string; readonly overall: string }) =>
      `a small model contradicts ${found.rate} of the kept rows with ${found.terms}, and ` +
      `${found.overall} of all`,
    heldOut: (found: {
      readonly rows: number;
      readonly before: string;
      readonly after: string;
      readonly gain: string;
    }) =>
      `${found.rows} held-out rows: a small model labels ${found.before} right before, ` +
      `${found.after} after, ${found.gain} points`,
    leakage: (counts: {
      readonly testRows: number;
      readonly exact: number;
      readonly containment: number;
      readonly near: number;
    }) =>
      `leakage  of ${counts.testRows} test rows: ${counts.exact} exact, ` +
      `${counts.containment} contained, ${counts.near} near`,
    kept: (counts: {
      readonly kept: number;
      readonly removed: number;
      readonly relabelled: number;
      readonly toPeople: number;
    }) =>
      `kept ${counts.kept}, removed ${counts.removed}, relabelled ${counts.relabelled}, for ` +
      `people ${counts.toPeople}`,
  },
  evaluate: {
    verdict: (text: string) => `verdict: ${text}`,
    sampled: (rows: number) =>
      `measured on ${rows} rows drawn at random; what repeats or leaks is counted in all`,
    levels: { bad: "bad", doubt: "doubt", good: "good" },
    parts: {
      faithfulness: "faithfulness",
      diversity: "diversity",
      leakage: "leakage",
      downstream: "train on it, test on real rows",
      benchmark: "benchmark",
    } as Readonly<Record<string, string>>,
    notMeasured: (parts: string) => `not measured: ${parts}`,
    ask: {
      faithfulness: "faithfulness (--judge)",
      diversity: "diversity",
      leakage: "leakage (--test)",
      downstream: "training on it (--test)",
      benchmark: "benchmark (--benchmark)",
    } as Readonly<Record<string, string>>,
    next: (text: string) => `next: ${text}`,
    columns: {
      figure: "figure",
      value: "value",
      interval: "95 % interval",
      compared: "here : reference",
      rows: "rows",
      note: "note",
    },
    comparedOn: (rows: number) => `of ${rows} rows each`,
    all: (more: number) => `${countText(more, "figure")} more with --all`,
    candidateClasses: "F1 by label of the candidate",
    comparedClasses: "F1 by label, candidate : baseline",
    confusions: "taken for another label",
    confusion: (found: {
      readonly label: string;
      readonly takenFor: string;
      readonly rows: number;
      readonly of: number;
      readonly only: number | null;
    }) =>
      `${found.label} -> ${found.takenFor}: ${found.rows} of ${found.of} test rows` +
      (found.only === null ? "" : `, ${found.only} of them not after training on real rows`),
    curve: (arm: string, rows: number, accuracy: string, interval: string) =>
      `${arm} ${rows} rows: ${accuracy} [${interval}]`,
    curves: "learning curves",
    classes: "F1 by label",
    classesBoth: "F1 by label, trained on the dataset : on real rows",
    sets: (reference: number | null, test: number | null) =>
      `reference ${reference === null ? "none" : countText(reference, "row")}, test ` +
      (test === null ? "none" : countText(test, "row")),
    figures: ENGLISH_FIGURE_NAMES,
  },
  benchmark: {
    columns: {
      benchmark: "benchmark",
      kind: "kind",
      rows: "test rows",
      metric: "metric",
      files: "files",
      source: "source",
      tested: "tested",
      trainRows: "trained on",
    },
    tested: {
      synthetic: "dataset",
      "synthetic-equal": "dataset, equally many",
      real: "real rows",
      "most-frequent": "most frequent label",
      model: "model",
      baseline: "baseline",
      answers: "recorded answers",
    } as Readonly<Record<string, string>>,
    rows: (
      rows: { readonly train: number; readonly validation: number; readonly test: number },
      tested: number,
    ) =>
      `${rows.train} train, ${rows.validation} validation, ${rows.test} test rows` +
      (tested < rows.test ? `; tested on ${tested} of them, drawn at random` : ""),
    difference: (metric: string, value: string, interval: string) =>
      `dataset less equally many real rows: ${value} points of ${metric} [${interval}]`,
    better: "the dataset teaches more than as many real rows",
    worse: "the dataset teaches less than as many real rows",
    undecided:
      "whether it teaches more or less than as many real rows, these test rows cannot tell",
    comparison: (metric: string, value: string, interval: string) =>
      `model less baseline: ${value} points of ${metric} [${interval}]`,
    mcNemar: (test: {
      readonly onlyFirst: number;
      readonly onlySecond: number;
      readonly probability: number;
    }) =>
      `; only the model is right on ${countText(test.onlyFirst, "row")}, only the baseline on ` +
      `${test.onlySecond} (McNemar p = ${test.probability.toPrecision(2)})`,
    betterModel: "the model is better than the baseline",
    worseModel: "the model is worse than the baseline",
    undecidedModel: "which of the two is better, these test rows cannot tell",
    leaked: (count: number) => `${countText(count, "training row")} left out: equal to a test row`,
    unread: (name: string, count: number) =>
      `${name}: ${countText(count, "answer")} missing or not readable, counted as wrong`,
  },
  tune: {
    tuned: (model: string) => `tuned model: ${model}`,
    rows: (train: number, validation: number, left: number) =>
      `learnt from ${countText(train, "row")}, ${validation} kept apart to choose by` +
      (left > 0 ? `; ${left} left out` : ""),
    trains: (tokens: number) => `trains on about ${countText(tokens, "token")}`,
    stopped: (job: string, status: string) => `job ${job}: ${status}`,
    figures: {
      trainedTokens: "trained tokens",
      trainLoss: "loss on the rows learnt from",
      validationLoss: "loss on the rows kept apart",
      before: "right as it was",
      after: "right with the best that was tried",
      gain: "gain",
      variants: "instructions tried",
      perplexity: "perplexity of the rows kept apart",
      labelToldApart: "their label told apart",
      strength: "strength of the weights",
    } as Readonly<Record<string, string>>,
    useInRun: (model: string) => `use it: datawright run TASK --model ${model}`,
    useAsCandidate: (model: string, base: string) =>
      `use it: datawright run TASK --model ${model}\n` +
      "test it: datawright evaluate DATA --benchmark NAME --benchmark-folder DIR --candidate " +
      `${model} --baseline ${base}`,
  },
  label: {
    inParts: (rows: number) => `labelled in parts of about ${rows} rows drawn at random`,
    labelled: (counts: {
      readonly labelled: number;
      readonly sources: string;
      readonly toPeople: number;
      readonly unlabelled: number;
    }) =>
      `labelled ${counts.labelled} (${counts.sources}), for people ${counts.toPeople}, without ` +
      `any label ${counts.unlabelled}`,
    nothing: "nothing",
    wrong: (share: string, checked: number, basis: "support" | "people") =>
      `wrong labels   ${share}, by ` +
      (basis === "support"
        ? `${countText(checked, "trusted row")} labelled as if nobody knew their label`
        : `people's answers to ${countText(checked, "row")} drawn at random`),
    wrongByAudit: (audit: number) =>
      `wrong labels   not known until people answer ${countText(audit, "row")} drawn at random ` +
      "for them",
    wrongUnknown:
      "wrong labels   not known, and no better than the language model alone as far as can be " +
      "told: the models agreeing proves nothing; --support with 20 trusted rows, or --people and " +
      "their answers, tell",
    curve: (points: string) => `people decide  ${points}  (rows, accuracy)`,
    note: (round: number, note: string) => `note           round ${round}: ${note}`,
    answered: (counts: {
      readonly accepted: number;
      readonly relabelled: number;
      readonly rejected: number;
      readonly waiting: number;
      readonly ties: number;
    }) =>
      `accepted ${counts.accepted}, relabelled ${counts.relabelled}, rejected ` +
      `${counts.rejected}; ${counts.waiting} still wait` +
      (counts.ties > 0 ? `, ${counts.ties} of them because people disagree` : ""),
    agree: (annotators: number, shared: number, share: string, alpha: string | null) =>
      `${annotators} people, ${shared} rows by two or more: they agree on ${share}` +
      (alpha === null ? "" : ` (Krippendorff's alpha ${alpha})`),
  },
  tournament: {
    labels: { cost: "cost", recipes: "recipes", rungs: "rungs" },
    objectives: {
      downstream: "downstream",
      faithfulness: "faithfulness",
      coverage: "coverage",
      diversity: "diversity",
    },
    columns: {
      recipe: "recipe",
      rung: "rung",
      score: "score",
      rows: "rows",
      spent: { usd: "spent", tokens: "tokens", calls: "calls" },
      perRow: { usd: "a row", tokens: "tokens a row", calls: "calls a row" },
      calls: "asked",
    },
    most: (amount: string) => `at most ${amount}`,
    planned: (recipes: number, seeds: number, names: string) =>
      `${recipes} with ${seeds} seeds each: ${names}`,
    notMeasured: (why: string) => `not measured: ${why}`,
    rung: (recipes: number, seeds: number, amount: string) =>
      `${recipes} x ${seeds} runs of ${amount}`,
    spent: (figures: {
      readonly all: string;
      readonly judge: string | null;
      readonly most: string;
      readonly toTheEnd: string | null;
    }) =>
      `${figures.all} of at most ${figures.most}` +
      `${figures.judge === null ? "" : `, ${figures.judge} of them for the judge`}` +
      `${figures.toTheEnd === null ? "" : `; all recipes to the end: ${figures.toTheEnd}`}`,
    unfit: "do not fit the task:",
    failed: (why: string) => `failed: ${why}`,
    worse: (by: string) => `worse by ${by}`,
    noMoney: (by: string) => `behind by ${by}, not shown`,
    useIt: (recipe: string) =>
      recipe === "none" ? "the task needs no recipe" : `in the task file: recipe: ${recipe}`,
    write: (recipe: string, path: string) => `Write recipe: ${recipe} into ${path}?`,
    written: (recipe: string, path: string) => `recipe: ${recipe} is written into ${path}`,
    notWritten: "nothing was written: no recipe was shown to be better",
  },
  compare: {
    working: "comparing the runs",
    columns: { figure: "figure", setting: "setting" },
    figures: {
      acceptance: "accepted of the drafts",
      tokensPerRow: "tokens a row",
      costPerRow: "cost a row",
      judgeScore: "judge's score",
      labelAgreement: "label agreement",
      vocabulary: "vocabulary",
      distinct2: "distinct-2",
      averagePairwiseSimilarity: "pairwise similarity",
      coverage: "coverage of the plan",
      labelDistribution: "label",
      length: "tokens in a text",
      downstream: "downstream accuracy",
    } as Readonly<Record<string, string>>,
    verdicts: { real: "real", "not-shown": "not shown", untested: "not tested" },
    side: (run: {
      readonly id: string;
      readonly recipe: string | null;
      readonly seed: number;
      readonly accepted: number;
      readonly stop: string | null;
    }) =>
      `${run.id}: ${run.recipe === null ? "no recipe" : `recipe ${run.recipe}`}, seed ${run.seed}, ` +
      `${run.accepted} accepted, ${run.stop ?? "not finished"}`,
    verdict: (real: number, tests: number, names: readonly string[]) =>
      real === 0
        ? `none of ${tests} tested differences is real (Holm, joint error 5 %)`
        : `${real} of ${tests} tested differences are real (Holm, joint error 5 %): ${names.join(", ")}`,
    sameSettings: "the runs have the same settings",
    settings: (count: number) => `${countText(count, "setting")} not the same:`,
    more: (count: number) => `  and ${count} more (--all)`,
  },
  judge: {
    verdicts: (items: number, unjudged: number, split: number) =>
      `${countText(items, "text")} with a verdict of people and a score` +
      (unjudged > 0 ? `, ${unjudged} without a score` : "") +
      (split > 0 ? `, ${split} on which people are split` : ""),
    people: (alpha: string) => `people among themselves: Krippendorff's alpha ${alpha}`,
    chosen: (threshold: string, criteria: string | null) =>
      `best on one half: score at least ${threshold}` +
      (criteria === null ? "" : `, criteria ${criteria}`),
    figure: "figure",
    held: (items: number) => `on the other half (${countText(items, "text")})`,
    majority: "always the most frequent verdict",
    lengthBias: (value: string) => `length bias      ${value}  (too high a score with length)`,
    selfPreference: (value: string) => `self-preference  ${value}  (its own texts above others')`,
    reliability: (error: string) => `reliability      expected calibration error ${error}`,
    bin: (said: string, came: string, items: number) =>
      `said ${said}, came true ${came} of ${countText(items, "text")}`,
    judgments: (judgments: number, unread: number) =>
      countText(judgments, "judgment") + (unread > 0 ? `, ${unread} could not be read` : ""),
    columns: {
      baseline: "baseline",
      candidate: "candidate",
      winRate: "win rate",
      wins: "win/tie/lose",
      lengthControlled: "at equal length",
      scores: "scores",
      model: "model",
    },
    longerWins: (share: string) => `the longer answer won ${share} of what was decided`,
    agree: (found: {
      readonly judges: string;
      readonly items: number;
      readonly accuracy: string;
      readonly macroF1: string;
      readonly kappa: string;
    }) =>
      `${found.judges}: agree on ${found.accuracy} of ${countText(found.items, "pair")}, macro F1 ` +
      `${found.macroF1}, Cohen's kappa ${found.kappa}`,
    alpha: (alpha: string) => `all judges: Krippendorff's alpha ${alpha}`,
    position: (share: {
      readonly consistent: string;
      readonly first: string;
      readonly second: string;
    }) =>
      `order: ${share.consistent} judged alike in both orders, ${share.first} turned to what stood ` +
      `first, ${share.second} to what stood second`,
    inStudio: (pairs: number, page: string) =>
      `${countText(pairs, "pair")} for people: ${page} in the studio (datawright studio)`,
    blind: (items: number, file: string) =>
      `${countText(items, "pair")} for people in ${file}; answers go back with --answers`,
    plan: (found: {
      readonly audits: number | null;
      readonly mayFail: number | null;
      readonly fewest: number;
    }) =>
      found.audits === null
        ? `no number of audits up to 100,000 is enough; ${found.fewest} without a failure would be`
        : `${countText(found.audits, "audit")}, of which ${found.mayFail} may fail; at least ` +
          `${found.fewest}, where none fails`,
  },
  recipes: {
    columns: { recipe: "recipe", needs: "needs", makes: "what it makes" },
    labels: {
      paper: "paper",
      kinds: "kinds",
      needs: "needs",
      uses: "uses",
      published: "published",
      differs: "differs",
      try: "try",
    },
    nothing: "nothing",
    onlyAsPublished: (setting: string) => `${setting} (only with --as-published)`,
    settings: "settings, below the task's own:",
  },
  prompts: {
    head: (found: {
      readonly task: string;
      readonly recipe: string | null;
      readonly questions: number;
      readonly requests: number;
      readonly samples: number;
    }) =>
      `${found.task}${found.recipe === null ? "" : `, ${found.recipe}`}: ` +
      `${countText(found.questions, "question")}, of ${countText(found.requests, "request")} for ` +
      `${countText(found.samples, "order")}; a stand-in answered, so what it wrote is made up`,
  },
  plugins: {
    columns: {
      plugin: "plug-in",
      slot: "slot",
      name: "name",
      passed: "checks passed",
      about: "what it is",
    },
    passed: (passed: number, checks: number) => `${passed} of ${checks}`,
    failed: (where: string) => `failed  ${where}`,
  },
};

/** Everything that the command line says to people: the same keys in every language. */
export type Texts = typeof english;
