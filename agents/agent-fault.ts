import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ERROR_CODES, type ErrorCode } from "../base/error-codes.js";
import { DatawrightError, isDatawrightError } from "../base/errors.js";
import { redactSecrets } from "../base/redact-secrets.js";

/** Codes of errors that an agent's own code is to blame for. */
const FAULTS: readonly ErrorCode[] = ["AGENT_CONTRACT", "AGENT_FAILED", "AGENT_OUTPUT"];
const MOST_CHARACTERS = 400;
const MOST_FRAMES = 3;
const MOST_CAUSES = 5;
/** Where the modules of datawright itself stand. */
const OWN_CODE = new RegExp(
  `^${escaped(join(import.meta.dirname, ".."))}[/\\\\](?:base|schema|memory|tools|agents|graphs|cli)[/\\\\]`,
  "u",
);

/** Which method of which agent. */
export interface AgentMethodName {
  readonly name: string;
  readonly role: string;
  readonly method: string;
}

/** True for an error that an agent's own code is to blame for, not a model, a budget or the data. */
export function isAgentFault(error: unknown): error is DatawrightError {
  return isDatawrightError(error) && FAULTS.includes(error.code);
}

/** `agent "polite" (critic.critique)`. */
export function agentTitle({ name, role, method }: AgentMethodName): string {
  return `agent "${name}" (${role}.${method})`;
}

/**
 * AGENT_FAILED around whatever an agent threw: whose it is, what it says, and the first lines of its
 * stack that are the user's.
 */
export function agentFailed(agent: AgentMethodName, thrown: unknown): DatawrightError {
  const at = framesOf(thrown);
  return new DatawrightError({
    code: "AGENT_FAILED",
    message: [`${agentTitle(agent)} failed: ${messageOf(thrown)}`, ...at.map(indented)].join("\n"),
    details: { agent: agent.name, role: agent.role, method: agent.method, at },
    cause: thrown,
  });
}

/**
 * What ends the whole run where it is the cause of what an agent threw: a used-up budget, a
 * provider that is down, an interruption. Null where there is no such cause.
 */
export function runEndingCause(thrown: unknown): DatawrightError | null {
  return (
    causesOf(thrown).find(
      (cause): cause is DatawrightError =>
        isDatawrightError(cause) && [3, 4, 130].includes(ERROR_CODES[cause.code].exit),
    ) ?? null
  );
}

/** An agent's fault in one line, with the place in its code where there is one. */
export function faultLine({ message, details }: DatawrightError): string {
  const [line = ""] = message.split("\n");
  const [at] = (details["at"] ?? []) as readonly string[];
  return at === undefined ? line : `${line} ${at}`;
}

function indented(frame: string): string {
  return `    ${frame}`;
}

/** The error and what caused it, the outermost first. */
function causesOf(thrown: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let error = thrown; causes.length < MOST_CAUSES && !causes.includes(error);) {
    causes.push(error);
    if (typeof error !== "object" || error === null || !("cause" in error)) break;
    error = error.cause;
    if (error === undefined || error === null) break;
  }
  return causes;
}

/** Name and message in one line, with the messages of the causes that it does not repeat. */
function messageOf(thrown: unknown): string {
  let text = "";
  for (const [index, cause] of causesOf(thrown).entries()) {
    const said = saidBy(cause, index === 0);
    if (index === 0) text = said;
    else if (said !== "" && !text.includes(said)) text += ` (${said})`;
  }
  const line = redactSecrets(text.replace(/\s+/gu, " ").trim());
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)} …` : line;
}

function saidBy(thrown: unknown, withName: boolean): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const { name, message } = thrown as { readonly name?: unknown; readonly message?: unknown };
  if (typeof message !== "string") return shownValue(thrown);
  const named = withName && typeof name === "string" && name !== "Error" && name !== "";
  if (message === "") return named ? name : "an error without a message";
  return named ? `${name}: ${message}` : message;
}

function shownValue(value: object): string {
  try {
    return JSON.stringify(value) ?? "a value without a message";
  } catch {
    return "a value without a message";
  }
}

/**
 * The first lines of the stack: of the innermost cause that has lines of the user's own code; of
 * the error itself where none has.
 */
function framesOf(thrown: unknown): string[] {
  const stacks = causesOf(thrown).map(stackLines);
  const own = stacks.map((lines) => lines.filter(isUsersLine)).reverse();
  const chosen = own.find((lines) => lines.length > 0) ?? stacks[0] ?? [];
  return chosen.slice(0, MOST_FRAMES).map((line) => redactSecrets(line));
}

function stackLines(thrown: unknown): string[] {
  const stack = (thrown as { readonly stack?: unknown } | null | undefined)?.stack;
  if (typeof stack !== "string") return [];
  return stack
    .split("\n")
    .filter((line) => /^\s+at /u.test(line))
    .map((line) => line.trim().replace(/file:\/\/[^\s()]+?(?=:\d+:\d+\)?$)/u, pathOf));
}

function pathOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch {
    return address;
  }
}

function isUsersLine(line: string): boolean {
  const place = line.replace(/^at (?:.*\()?/u, "");
  return !/node:|[/\\]node_modules[/\\]|<anonymous>/u.test(line) && !OWN_CODE.test(place);
}

function escaped(path: string): string {
  return path.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
}
