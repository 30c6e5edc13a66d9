import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import winston from "winston";
import type { Logger, LogLevel } from "./logger-contract.js";
import { redactSecrets, refreshSecrets } from "../base/redact-secrets.js";
import { RUN_FILES } from "./run-files.js";

export interface RunLoggerOptions {
  /** Run folder whose run.log gets JSON lines of every level. Default: no file. */
  readonly folder?: string;
  /** Least important level that is shown on `stream`. Default: info. */
  readonly level?: LogLevel;
  /** Where short lines go; null for nowhere. Default: standard error. */
  readonly stream?: NodeJS.WritableStream | null;
}

export interface RunLogger extends Logger {
  /** Writes what waits and closes the file. */
  close(): Promise<void>;
}

/**
 * Logs a run: JSON lines in its folder, short lines on standard error, secrets redacted in both. A
 * log that cannot be written never ends a run.
 */
export function createRunLogger(options: RunLoggerOptions = {}): RunLogger {
  refreshSecrets();
  const { folder, level = "info", stream = process.stderr } = options;
  const transports: winston.transport[] = [];
  const redacted = winston.format((entry) => Object.assign(entry, redactSecrets({ ...entry })));
  let file: WriteStream | undefined;
  if (stream !== null)
    transports.push(
      new winston.transports.Stream({ stream, level, format: winston.format.printf(shortLine) }),
    );
  if (folder !== undefined) {
    file = createWriteStream(join(folder, RUN_FILES.log), { flags: "a" });
    file.on("error", () => undefined);
    transports.push(
      new winston.transports.Stream({
        stream: file,
        level: "debug",
        format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
      }),
    );
  }
  const logger = winston.createLogger({
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    level: "debug",
    format: redacted(),
    transports,
    silent: transports.length === 0,
  });
  logger.on("error", () => undefined);
  const write =
    (to: LogLevel) =>
    (message: string, details: Readonly<Record<string, unknown>> = {}): void => {
      // A detail named `message` or `level` must not replace the line's own.
      logger.log({
        ...details,
        ...("message" in details ? { detailMessage: details["message"] } : {}),
        ...("level" in details ? { detailLevel: details["level"] } : {}),
        level: to,
        message,
      });
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    close: async () => {
      await new Promise<void>((resolve) => {
        logger.once("finish", resolve).end();
      });
      if (file !== undefined && !file.destroyed)
        await new Promise<void>((resolve) => {
          file.once("close", resolve).end();
        });
    },
  };
}

function shortLine({ level, message, ...details }: winston.Logform.TransformableInfo): string {
  const facts = Object.entries(details).map(([name, value]) => `${name}=${shortValue(value)}`);
  return [level.padEnd(5), message, ...facts].join(" ").replace(/\s*\n\s*/g, " ");
}

function shortValue(value: unknown): string {
  if (typeof value === "string") return value.includes(" ") ? JSON.stringify(value) : value;
  if (typeof value !== "object" || value === null) return String(value);
  if ("code" in value && "message" in value)
    return `${String(value.code)}: ${JSON.stringify(value.message)}`;
  return "message" in value ? JSON.stringify(value.message) : JSON.stringify(value);
}
