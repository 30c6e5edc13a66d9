/**
 * What the process exits with when a run ends on an error of this class (see the exit codes of the
 * command line).
 */
type ExitCode = 1 | 2 | 3 | 4 | 130;

/**
 * One row of the table of error codes: its exit code, whether asking again may help, and what it
 * means.
 */
export interface ErrorCodeEntry {
  readonly exit: ExitCode;
  readonly retryable: boolean;
  readonly meaning: string;
}

/**
 * Every code that datawright throws. A code never changes its meaning; docs/errors.md lists the
 * same table.
 */
export const ERROR_CODES = {
  AGENT_CONTRACT: {
    exit: 2,
    retryable: false,
    meaning: "an agent does not fulfil the contract of its role",
  },
  AGENT_FAILED: {
    exit: 1,
    retryable: false,
    meaning: "an agent threw an error that is not its own coded one",
  },
  AGENT_NOT_FOUND: { exit: 2, retryable: false, meaning: "no agent module or role of that name" },
  AGENT_OUTPUT: {
    exit: 1,
    retryable: false,
    meaning: "an agent returned a value that its output schema refuses",
  },
  BUDGET_EXHAUSTED: {
    exit: 3,
    retryable: false,
    meaning: "the run's budget of money, calls or tokens is used up",
  },
  CIRCUIT_OPEN: {
    exit: 4,
    retryable: true,
    meaning: "the provider failed too often in a row; the run ended with its state saved",
  },
  CONFIG_MISMATCH: {
    exit: 2,
    retryable: false,
    meaning: "a run folder was made from another configuration",
  },
  DATA_COLUMN: {
    exit: 2,
    retryable: false,
    meaning: "a column that the mapping names does not exist",
  },
  DATA_EMPTY: { exit: 2, retryable: false, meaning: "a data file holds no usable row" },
  DATA_ENCODING: {
    exit: 2,
    retryable: false,
    meaning: "a data file is no text in its encoding, or in none that is recognised",
  },
  DATA_FORMAT: {
    exit: 2,
    retryable: false,
    meaning: "a data file is not of the format that it claims",
  },
  DATA_LABEL: {
    exit: 2,
    retryable: false,
    meaning: "a row carries a label that the task does not name",
  },
  DATA_LINE_TOO_LONG: {
    exit: 2,
    retryable: false,
    meaning: "a line is longer than the reader accepts",
  },
  DATA_TOO_LARGE: {
    exit: 2,
    retryable: false,
    meaning: "a data file holds more, or takes more time or memory, than its limits allow",
  },
  DATA_NOT_FOUND: {
    exit: 2,
    retryable: false,
    meaning: "a data file does not exist or cannot be read",
  },
  DRAFT_FAILED: {
    exit: 1,
    retryable: true,
    meaning:
      "a step of one sample gave nothing that can be used; `details.reason` has the reason code",
  },
  DISK_FULL: { exit: 1, retryable: true, meaning: "the disk is full; what was accepted is kept" },
  FETCH_FAILED: {
    exit: 4,
    retryable: true,
    meaning: "a page or a search endpoint of a knowledge source could not be fetched",
  },
  FETCH_REFUSED: {
    exit: 2,
    retryable: false,
    meaning:
      "a fetch is not allowed: by the list of hosts, by a size limit, or because nothing is " +
      "fetched there",
  },
  INTERRUPTED: {
    exit: 130,
    retryable: true,
    meaning: "the run was interrupted with its state saved",
  },
  INTERNAL: { exit: 1, retryable: false, meaning: "an invariant of datawright itself broke" },
  MODEL_ABORTED: { exit: 130, retryable: true, meaning: "a model call was cancelled" },
  MODEL_AUTH: { exit: 4, retryable: false, meaning: "the provider refused the key" },
  MODEL_BAD_REQUEST: { exit: 4, retryable: false, meaning: "the provider refused the request" },
  MODEL_CONTENT_FILTER: {
    exit: 1,
    retryable: false,
    meaning: "the provider's content filter refused one prompt",
  },
  MODEL_CONTEXT_LENGTH: {
    exit: 1,
    retryable: false,
    meaning: "one prompt is longer than the model or the account takes",
  },
  MODEL_QUOTA: {
    exit: 4,
    retryable: false,
    meaning: "the account at the provider has no credit or quota left",
  },
  MODEL_CONNECTION: {
    exit: 4,
    retryable: true,
    meaning: "the connection to the provider failed or was closed",
  },
  MODEL_EMPTY: { exit: 1, retryable: true, meaning: "the model answered with nothing" },
  MODEL_KEY_MISSING: {
    exit: 2,
    retryable: false,
    meaning: "the environment variable that holds a provider's key is not set, or holds no key",
  },
  MODEL_OUTPUT: {
    exit: 1,
    retryable: true,
    meaning: "the model's answer does not fit the schema after the correction turn",
  },
  MODEL_RATE_LIMIT: {
    exit: 4,
    retryable: true,
    meaning: "the provider limits the rate of requests",
  },
  MODEL_REFUSED: { exit: 1, retryable: false, meaning: "the model refused to answer" },
  MODEL_SERVER: { exit: 4, retryable: true, meaning: "the provider failed with a server error" },
  MODEL_TIMEOUT: { exit: 4, retryable: true, meaning: "the provider did not answer in time" },
  MODEL_TRUNCATED: {
    exit: 1,
    retryable: true,
    meaning: "the model's answer was cut at its token limit",
  },
  MODEL_UNKNOWN: { exit: 2, retryable: false, meaning: "no model of that name or prefix" },
  NO_PRICE: {
    exit: 2,
    retryable: false,
    meaning: "a money budget needs a price that is not known for the model",
  },
  NO_SANDBOX: {
    exit: 2,
    retryable: false,
    meaning:
      "code of this language cannot be run: the boundary that would hold it is not " +
      "installed or not allowed here",
  },
  NO_TEXT_TO_FIT: {
    exit: 2,
    retryable: false,
    meaning: "the embedded model was shown no text that it could learn from",
  },
  NOTHING_ACCEPTED: {
    exit: 1,
    retryable: false,
    meaning: "the run ended without one accepted sample",
  },
  PACKAGE_MISSING: {
    exit: 2,
    retryable: false,
    meaning: "an optional package that the task needs is not installed",
  },
  PLAN_INVALID: {
    exit: 2,
    retryable: false,
    meaning: "a plan has a cycle, an unknown input or no way to be run",
  },
  PLUGIN_INVALID: {
    exit: 2,
    retryable: false,
    meaning: "a plug-in cannot be loaded, or what it brings does not fulfil its contract",
  },
  PROMPT_SLOT: {
    exit: 2,
    retryable: false,
    meaning: "a prompt template has an unknown slot or leaves one unused",
  },
  RUN_LOCKED: { exit: 2, retryable: true, meaning: "another process works on this run folder" },
  RUN_NOT_FOUND: { exit: 2, retryable: false, meaning: "no run folder of that name" },
  SCRIPT_MISMATCH: {
    exit: 1,
    retryable: false,
    meaning:
      "the scripted model got a request that its script does not expect, or kept an unused answer",
  },
  SHAPE: {
    exit: 2,
    retryable: false,
    meaning: "arrays of different lengths, or values outside their range",
  },
  SPEC_INVALID: {
    exit: 2,
    retryable: false,
    meaning: "the task file has a wrong or missing field",
  },
  SPEC_NOT_FOUND: { exit: 2, retryable: false, meaning: "the task file does not exist" },
  STORE_CORRUPT: { exit: 1, retryable: false, meaning: "a run's database cannot be read" },
  STORE_FAILED: { exit: 1, retryable: false, meaning: "a run's database refused a write" },
  STORE_VERSION: {
    exit: 2,
    retryable: false,
    meaning: "a database was written by a newer datawright",
  },
  TRAINING_DATA: {
    exit: 2,
    retryable: false,
    meaning: "a classifier cannot be trained on these rows",
  },
  USAGE: { exit: 2, retryable: false, meaning: "a command was called with wrong arguments" },
  VECTOR_INVALID: {
    exit: 1,
    retryable: false,
    meaning: "a vector is zero, not finite, or of another dimension",
  },
} as const satisfies Record<string, ErrorCodeEntry>;

/** Code of an error: see ERROR_CODES. */
export type ErrorCode = keyof typeof ERROR_CODES;
