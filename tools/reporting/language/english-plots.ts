/** What the plots of a report say in English. */
export const englishPlots = {
  heat: {
    title: "Samples by label and attribute",
    caption: (of: {
      readonly cells: string;
      readonly empty: string;
      readonly short: string | null;
    }) =>
      `Of ${of.cells} pairs of a label and an attribute's value ${of.empty} hold no sample` +
      (of.short === null
        ? "."
        : `; ${of.short} hold fewer than planned. Each field: accepted/planned.`),
    leftOut: (count: number) => `${count} rarer labels or values are in report.json only.`,
  },
  funnel: {
    title: "What became of the drafts",
    caption: (of: {
      readonly drafts: string;
      readonly accepted: string;
      readonly share: string;
      readonly first: readonly [reason: string, count: string] | null;
    }) =>
      `${of.accepted} of ${of.drafts} drafts are in the dataset (${of.share})` +
      (of.first === null
        ? "."
        : `; the most frequent other end is ${of.first[0]} (${of.first[1]}).`),
    axis: "samples",
    others: (reasons: number) => `${reasons} other reasons`,
  },
  labels: {
    title: "Samples of each label",
    caption: (of: {
      readonly labels: string;
      readonly most: readonly [label: string, count: string];
      readonly least: readonly [label: string, count: string];
    }) =>
      of.most[0] === of.least[0]
        ? `One label, ${of.most[0]}, with ${of.most[1]} samples.`
        : of.most[1] === of.least[1]
          ? `${of.labels} labels, each with ${of.most[1]} samples.`
          : `${of.labels} labels, from ${of.most[1]} samples (${of.most[0]}) to ${of.least[1]} (${of.least[0]}).`,
    axis: "samples",
    planned: "planned",
    reference: "share of the reference",
    few: (labels: number, least: number) => `${labels} labels have fewer than ${least} samples.`,
    leftOut: (count: number) => `${count} rarer labels are in the table only.`,
  },
  lengths: {
    title: "Lengths of the samples",
    caption: (of: {
      readonly rows: string;
      readonly usual: string;
      readonly share: string;
      readonly reference: string | null;
    }) =>
      `The most frequent length of ${of.rows} samples is ${of.usual} tokens (${of.share})` +
      (of.reference === null ? "." : `; the line is the ${of.reference} reference rows.`),
    axis: "length in tokens",
    shareAxis: "share of the rows",
    from: (from: number) => `${from} or more`,
    range: (from: number, to: number) => `${from} to ${to}`,
  },
  diversity: {
    title: "Diversity against the reference",
    caption: (of: { readonly rows: string; readonly figure: string; readonly share: string }) =>
      `${of.rows} samples beside as many reference rows: 1 is the same. Furthest off: ${of.figure}, ${of.share} of the reference's. Of self-BLEU and similarity less is more varied.`,
    axis: "samples / reference",
    ratio: "samples / reference",
    same: "as the reference",
  },
  scores: {
    title: "Scores by criterion",
    caption: (of: {
      readonly criteria: string;
      readonly lowest: readonly [criterion: string, mean: string] | null;
    }) =>
      `Scores from 0 to 1 of ${of.criteria} criteria` +
      (of.lowest === null
        ? "."
        : `; accepted samples score lowest on ${of.lowest[0]} (mean ${of.lowest[1]}).`) +
      " Each half is as high as its fullest bin.",
    accepted: "accepted",
    refused: "not accepted",
    meanAccepted: "mean, accepted",
    meanRefused: "mean, not accepted",
    leftOut: (count: number) => `${count} more criteria are in the table only.`,
  },
  rounds: {
    title: "Rounds",
    caption: (of: {
      readonly rounds: string;
      readonly drafted: string;
      readonly accepted: string;
      readonly first: string;
      readonly last: string;
    }) =>
      `${of.drafted} drafts in ${of.rounds} rounds, ${of.accepted} accepted when their round ended; of the first round's drafts ${of.first} were accepted, of the last's ${of.last}.`,
    round: "round",
    roundAxis: "rounds",
    orders: "orders",
    drafted: "drafts so far",
    accepted: "accepted so far",
    rate: "accepted of the round's drafts",
    target: (count: string) => `target ${count}`,
    axis: "samples",
  },
  curves: {
    title: "Accuracy on real rows",
    caption: (of: {
      readonly rows: string;
      readonly ends: string;
      readonly majority: string | null;
    }) =>
      `Small models tested on ${of.rows} real rows: ${of.ends}` +
      (of.majority === null ? "." : `. Always giving the most frequent label: ${of.majority}.`),
    end: (name: string, rows: string, accuracy: string, interval: string) =>
      `${name}, ${rows} rows: ${accuracy} (95 %: ${interval})`,
    trainedOn: {
      synthetic: "trained on the samples",
      real: "trained on real rows",
      mixed: "trained on both",
    },
    majority: "most frequent label",
    axis: "accuracy",
    rowsAxis: "rows trained on (each step to the right multiplies them)",
  },
  calibration: {
    title: "Calibration",
    caption: (name: string, rows: string, error: string) =>
      `${name}: on ${rows} rows what is said and what is so differ by ${error} on average (expected calibration error).`,
    of: {
      "small-model": "small model trained on the samples, on held-out rows",
      critic: "critic's score, against people's audits",
    },
    who: "of",
    said: "said to be right",
    came: "is right",
    perfect: "as said",
  },
  cost: {
    title: "Cost by agent and model",
    tokensTitle: "Tokens by agent and model",
    caption: (of: {
      readonly all: string;
      readonly agent: string;
      readonly model: string;
      readonly share: string;
      readonly isUnknown: boolean;
    }) =>
      `${of.all} in all; ${of.agent} on ${of.model} took ${of.share}.` +
      (of.isUnknown ? " The price of some models is not known." : ""),
    tokens: (count: string) => `${count} tokens`,
    axis: "US dollars",
    tokensAxis: "tokens, input and output",
    leftOut: (count: number) => `${count} more are in the table only.`,
  },
};
