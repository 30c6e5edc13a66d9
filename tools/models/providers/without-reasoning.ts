/**
 * The answer without the block of reasoning that some local models put before it; a block that
 * never ends is all there is.
 */
export function withoutReasoning(text: string): string {
  const match = /^\s*<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/i.exec(text);
  return match === null ? text : text.slice(match[0].length);
}
