import { redactKeyBytes, redactKeys } from "../base/redact-secrets.js";

/** Keeps keys out of what a process says, whoever says it. */
export function guardStream(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...input: unknown[]) => boolean;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
    write(typeof chunk === "string" ? redactKeys(chunk) : redactKeyBytes(chunk), ...rest);
}
