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

/** Asking again gives the same error. */
function final(exit: ExitCode, meaning: string): ErrorCodeEntry {
  return { exit, retryable: false, meaning };
}
/** It may be gone when it is asked again. */
function passing(exit: ExitCode, meaning: string): ErrorCodeEntry {
  return { exit, retryable: true, meaning };
}

/**
 * Every code that datawright throws. A code never changes its meaning; docs/errors.md lists the
 * same table.
 */
export const ERROR_CODES = {
  AGENT_CONTRACT: final(2, "an agent does not fulfil the contract of its role"),
  AGENT_FAILED: final(1, "an agent threw an error that is not its own coded one"),
  AGENT_NOT_FOUND: final(2, "no agent module or role of that name"),
  AGENT_OUTPUT: final(1, "an agent returned a value that its output schema refuses"),
  BUDGET_EXHAUSTED: final(3, "the run's budget of money, calls or tokens is used up"),
  BUDGET_TOO_SMALL: final(2, "a budget is too small for what it is to pay for; nothing was asked"),
  CIRCUIT_OPEN: passing(
    4,
    "the provider failed too often in a row; the run ended with its state saved",
  ),
  CONFIG_MISMATCH: final(2, "a run folder was made from another configuration"),
  DATA_COLUMN: final(2, "a column that the mapping names does not exist"),
  DATA_EMPTY: final(2, "a data file holds no usable row"),
  DATA_ENCODING: final(2, "a data file is no text in its encoding, or in none that is recognised"),
  DATA_FORMAT: final(2, "a data file is not of the format that it claims"),
  DATA_LABEL: final(2, "a row carries a label that the task does not name"),
  DATA_LINE_TOO_LONG: final(2, "a line is longer than the reader accepts"),
  DATA_TOO_LARGE: final(
    2,
    "a data file holds more, or takes more time or memory, than its limits allow",
  ),
  DATA_NOT_FOUND: final(2, "a data file does not exist or cannot be read"),
  DRAFT_FAILED: passing(
    1,
    "a step of one sample gave nothing that can be used; `details.reason` has the reason code",
  ),
  DISK_FULL: passing(1, "the disk is full; what was accepted is kept"),
  FETCH_FAILED: passing(
    4,
    "a page or a search endpoint of a knowledge source could not be fetched",
  ),
  FETCH_REFUSED: final(
    2,
    "a fetch is not allowed: by the list of hosts, by a size limit, or because nothing is " +
      "fetched there",
  ),
  INTERRUPTED: passing(130, "the run was interrupted with its state saved"),
  INTERNAL: final(1, "an invariant of datawright itself broke"),
  MODEL_ABORTED: passing(130, "a model call was cancelled"),
  MODEL_AUTH: final(4, "the provider refused the key"),
  MODEL_BAD_REQUEST: final(4, "the provider refused the request"),
  MODEL_CONTENT_FILTER: final(1, "the provider's content filter refused one prompt"),
  MODEL_CONTEXT_LENGTH: final(1, "one prompt is longer than the model or the account takes"),
  MODEL_QUOTA: final(4, "the account at the provider has no credit or quota left"),
  MODEL_CONNECTION: passing(4, "the connection to the provider failed or was closed"),
  MODEL_EMPTY: passing(1, "the model answered with nothing"),
  MODEL_KEY_MISSING: final(
    2,
    "the environment variable that holds a provider's key is not set, or holds no key",
  ),
  MODEL_OUTPUT: passing(1, "the model's answer does not fit the schema after the correction turn"),
  MODEL_RATE_LIMIT: passing(4, "the provider limits the rate of requests"),
  MODEL_REFUSED: final(1, "the model refused to answer"),
  MODEL_SERVER: passing(4, "the provider failed with a server error"),
  MODEL_TIMEOUT: passing(4, "the provider did not answer in time"),
  MODEL_TRUNCATED: passing(1, "the model's answer was cut at its token limit"),
  MODEL_UNKNOWN: final(2, "no model of that name or prefix"),
  NEEDS_WEIGHTS: final(2, "a tuning method needs the weights of a model, which are not here"),
  NO_PRICE: final(2, "a money budget needs a price that is not known for the model"),
  NO_SANDBOX: final(
    2,
    "code of this language cannot be run: the boundary that would hold it is not " +
      "installed or not allowed here",
  ),
  NO_TEXT_TO_FIT: final(2, "the embedded model was shown no text that it could learn from"),
  NOTHING_ACCEPTED: final(1, "the run ended without one accepted sample"),
  PACKAGE_MISSING: final(2, "an optional package that the task needs is not installed"),
  PLAN_INVALID: final(2, "a plan has a cycle, an unknown input or no way to be run"),
  OUT_OF_MEMORY: passing(1, "a thread needed more memory than there is; what was accepted is kept"),
  PLUGIN_INVALID: final(
    2,
    "a plug-in cannot be loaded, or what it brings does not fulfil its contract",
  ),
  PROMPT_SLOT: final(2, "a prompt template has an unknown slot or leaves one unused"),
  QUEUE_UNREACHABLE: passing(
    1,
    "the queue of a run cannot be reached; what was accepted is kept in the store",
  ),
  REQUEST_REFUSED: final(
    2,
    "a request to the studio carries no token, comes from another site, or is too large",
  ),
  RUN_LOCKED: passing(2, "another process works on this run folder"),
  RUN_NOT_FOUND: final(2, "no run folder of that name"),
  SCRIPT_MISMATCH: final(
    1,
    "the scripted model got a request that its script does not expect, or kept an unused answer",
  ),
  SHAPE: final(2, "arrays of different lengths, or values outside their range"),
  SPEC_INVALID: final(2, "the task file has a wrong or missing field"),
  SPEC_NOT_FOUND: final(2, "the task file does not exist"),
  STORE_CORRUPT: final(1, "a run's database cannot be read"),
  STORE_FAILED: final(1, "a run's database refused a write"),
  STORE_REFUSED: final(
    2,
    "the server of a store cannot be used: its user, password, database, rights or version",
  ),
  STORE_UNREACHABLE: passing(1, "the server of a store does not answer; what it holds is kept"),
  STORE_VERSION: final(2, "a database was written by a newer datawright"),
  TRAINING_DATA: final(2, "a classifier cannot be trained on these rows"),
  TUNING_FAILED: final(4, "the provider could not fine-tune, or the job was cancelled there"),
  USAGE: final(2, "a command was called with wrong arguments"),
  VECTOR_INVALID: final(1, "a vector is zero, not finite, or of another dimension"),
} satisfies Record<string, ErrorCodeEntry>;

/** Code of an error: see ERROR_CODES. */
export type ErrorCode = keyof typeof ERROR_CODES;
