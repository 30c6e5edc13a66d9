/** The words of a command as it is typed; what is put in stays one word, whatever it holds. */
export function typed(text: TemplateStringsArray, ...values: readonly string[]): string[] {
  const words: string[] = [];
  text.forEach((part, at) => {
    for (const [place, word] of part.split(" ").entries())
      if (place > 0 || at === 0) words.push(word);
      else words.push(words.pop()! + word);
    if (at < values.length) words.push(words.pop()! + values[at]!);
  });
  return words;
}
