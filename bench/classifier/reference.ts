import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { LabelInput, TextInput } from "../../tools/learning/contract.js";

/** What is trained on and what is asked. */
export interface ClassifierTask {
  readonly texts: readonly TextInput[];
  readonly labels: readonly LabelInput[];
  readonly test: readonly TextInput[];
}

export interface ClassifierAnswer {
  readonly classes: readonly string[];
  /** One label a row. */
  readonly probabilities?: readonly ArrayLike<number>[];
  /** Several labels a row. */
  readonly labels?: readonly (readonly string[])[];
  readonly seconds: number;
  readonly processor: number;
}

/** The interpreter of the system first: packages of the distribution belong to it. */
const INTERPRETERS = ["/usr/bin/python3", "python3"];

/** An interpreter that has scikit-learn, or null. */
export function pythonWithSklearn(): { readonly python: string; readonly version: string } | null {
  for (const python of INTERPRETERS) {
    const { status, stdout } = spawnSync(
      python,
      ["-c", "import sklearn; print(sklearn.__version__)"],
      { encoding: "utf8" },
    );
    if (status === 0) return { python, version: stdout.trim() };
  }
  return null;
}

/** The reference's answer, trained in a process of its own; its seconds leave the start out. */
export function askReference(
  python: string,
  model: "logistic regression" | "linear SVM" | "plain linear SVM",
  task: ClassifierTask,
): ClassifierAnswer {
  const { status, stdout, stderr } = spawnSync(
    python,
    [join(import.meta.dirname, "reference.py")],
    { input: JSON.stringify({ ...task, model }), encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(`the reference failed: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as ClassifierAnswer;
}
