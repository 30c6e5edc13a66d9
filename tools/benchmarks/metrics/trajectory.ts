import { z } from "zod";
import { isTooDeep } from "../../../base/text/json-depth.js";

/** One call of an interface. */
export interface Call {
  readonly name: string;
  /** Its arguments as JSON, as they were written. */
  readonly arguments: string;
}

/** An interface that may be called, and the arguments that it must be given. */
export interface Callable {
  readonly name: string;
  readonly description: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The call that ends a trajectory. */
export const FINISH = "Finish";

/** A node of a recorded search tree; only what is read of it. */
export interface TreeNode {
  readonly node_type: string;
  readonly description: string;
  readonly pruned?: boolean | undefined;
  readonly children: readonly TreeNode[];
}
export const treeNode: z.ZodType<TreeNode> = z.lazy(() =>
  z.object({
    node_type: z.string(),
    description: z.string(),
    pruned: z.boolean().optional(),
    children: z.array(treeNode),
  }),
);

/** The calls of the path that ends in `Finish`, `Finish` apart; of the last path where none does. */
export function callsOfTree(root: TreeNode): Call[] {
  let last: Call[] = [];
  const walk = (node: TreeNode, path: readonly Call[], action: string | null): Call[] | null => {
    let own = path;
    if (node.node_type === "Action Input" && action !== null) {
      if (action === FINISH) return [...path];
      own = [...path, { name: action, arguments: node.description }];
    }
    if (node.children.length === 0) last = [...own];
    for (const child of node.children) {
      const found = walk(child, own, node.node_type === "Action" ? node.description : null);
      if (found !== null && node.pruned !== true) return found;
    }
    return null;
  };
  return walk(root, [], null) ?? last;
}

/** Whether every call names an interface that was offered and has the arguments that it must have. */
export function isValidTrajectory(calls: readonly Call[], offered: readonly Callable[]): boolean {
  const byName = new Map(offered.map((each) => [each.name, each]));
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const known = byName.get(call.name);
      const given = argumentsOf(call.arguments);
      return known !== undefined && given !== null && known.required.every((name) => name in given);
    })
  );
}

function argumentsOf(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  if (isTooDeep(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ...value }
      : null;
  } catch {
    return null;
  }
}

/** The name that an interface of a tool has in ToolBench: `name_for_tool`, in lower case. */
export function toolName(api: string, tool: string): string {
  const plain = (name: string): string =>
    name
      .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
      .replaceAll(/^_+|_+$/gu, "")
      .toLowerCase();
  return `${plain(api)}_for_${plain(tool)}`;
}
