import { DatawrightError } from "../../../base/errors.js";
import type { TextInput } from "../../learning/contract.js";
import type { CurationContext } from "../contract.js";

/**
 * The texts of the distribution that weights aim at: those given, else the trusted rows'.
 *
 * @throws TRAINING_DATA if there are none
 */
export function referenceTexts(
  name: string,
  {
    reference,
    support,
  }: { readonly reference: readonly TextInput[] } & Pick<CurationContext, "support">,
): readonly TextInput[] {
  const wanted = reference.length > 0 ? reference : support.map((row) => row.pair ?? row.text);
  if (wanted.length === 0)
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: `${name} weights need reference texts: there are no trusted rows`,
      hint: "give trusted rows, or the setting `reference`",
    });
  return wanted;
}
