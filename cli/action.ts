type Handler<A extends unknown[]> = (...input: A) => Promise<number>;

/**
 * Runs a command's handler and exits with its code. Handlers are imported when they run: `--help`
 * loads commander only, and looking into a run never loads the graph.
 */
export function action<A extends unknown[]>(
  load: () => Promise<Handler<A>>,
): (...input: A) => Promise<void> {
  return async (...input) => {
    try {
      const handler = await load();
      process.exitCode = await handler(...input);
    } catch (error) {
      const { reportError } = await import("./report-error.js");
      process.exitCode = reportError(
        error,
        input.some(
          (value) =>
            typeof value === "object" &&
            value !== null &&
            (value as { json?: boolean }).json === true,
        ),
      );
    }
  };
}
