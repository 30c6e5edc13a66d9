import type { Language } from "../../base/language/language.js";
import type { SlotChoice } from "../../base/slots/slot-choice.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { CommandModelOptions } from "../commands/command-models.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import type { BenchmarkChoice } from "./asked-benchmark.js";
import type { NamedColumns, RowsFrom } from "./evaluation-sources.js";

/** What is evaluated, against what, and by whom. */
export interface EvaluateOptions extends Omit<CommandModelOptions, "model">, BenchmarkChoice {
  /** The dataset: a data file, the rows themselves, or the folder of a finished run. */
  readonly data: RowsFrom;
  /** Real rows that it is compared with, and that small models are trained on beside it. */
  readonly reference?: RowsFrom;
  /** Real rows that small models are tested on; leakage into them is looked for. */
  readonly test?: RowsFrom;
  /** Who judges faithfulness: a model's name, or `rules` for judges without a model. */
  readonly judge?: string;
  /** Figures beside those that are always measured, of the slot `metrics`. */
  readonly metrics?: readonly SlotChoice[];
  /** Task whose fields and labels the rows have; guessed from the columns where absent. */
  readonly task?: string | TaskSpecInput;
  /** Field or `label` -> column, of all files. */
  readonly columns?: NamedColumns;
  /** Whether tables begin with the names of their columns. Default: looked for. */
  readonly header?: boolean;
  /**
   * Rows of the dataset that are measured, drawn at random; duplicates and leakage are counted in all of
   * them, on disk. Default: all, and of a file that does not fit the memory as many as do.
   */
  readonly rowsAtOnce?: number;
  /** Trainings of each set in the test with real data, >= 1. Default: 3. */
  readonly seeds?: number;
  /** Seed of everything that is drawn. Default: 1. */
  readonly seed?: number;
  /**
   * Folder for `evaluation.json`, `report.html`, `report.json` and the trace of what was asked. Default:
   * none.
   */
  readonly out?: string | null;
  /** Path of an HTML file for the report. Default: none beside that of `out`. */
  readonly report?: string | null;
  /** Language of the report. Default: English. */
  readonly reportLanguage?: Language;
  /** Plug-ins whose metrics or benchmark are named. */
  readonly plugins?: readonly PluginReference[];
  /** Told how far a step is, as a share from 0 to 1. */
  readonly onProgress?: (step: string, share: number) => void;
}
