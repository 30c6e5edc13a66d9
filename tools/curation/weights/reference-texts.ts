import { DatawrightError } from "../../../base/errors.js";
import type { PlainInput, TextInput } from "../../learning/contract.js";
import { embeddedInputs } from "../../learning/features/embedded-inputs.js";
import type { CurationContext } from "../contract.js";

/**
 * The texts of the distribution that weights aim at, as a small model reads them: those given, else
 * the test file's where there is one and it may be looked at, else the trusted rows'.
 *
 * @param options.test whether the test file's texts are meant where none are given: for what needs no
 *        labels of theirs
 * @throws TRAINING_DATA if there are none
 */
export async function referenceTexts(
  name: string,
  options: { readonly reference: readonly PlainInput[]; readonly test: boolean },
  context: CurationContext,
): Promise<readonly TextInput[]> {
  const { support, testTexts = [] } = context;
  const wanted =
    options.reference.length > 0
      ? options.reference
      : options.test && testTexts.length > 0
        ? testTexts
        : support.map((row): PlainInput => row.pair ?? row.text);
  if (wanted.length === 0)
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: `${name} weights need reference texts: there are no trusted rows`,
      hint: "give trusted rows, or the setting `reference`",
    });
  return embeddedInputs(wanted, context);
}
