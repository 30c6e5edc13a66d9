import type { Slot } from "../../base/slots/slot.js";
import { ALLOCATORS } from "./allocation/allocators.js";
import type { Allocator } from "./allocation/contract.js";
import type { Filter, Relabeler, Reweighter } from "./contract.js";
import { FILTERS } from "./filters/filters.js";
import { RELABELERS } from "./relabel/relabelers.js";
import { REWEIGHTERS } from "./weights/reweighters.js";

/** Where the strategies of curation are looked up by name. */
export interface CurationSlots {
  /** Filters. */
  readonly filters: Slot<Filter>;
  /** What mends labels. */
  readonly relabelers: Slot<Relabeler>;
  /** What weighs rows. */
  readonly reweighters: Slot<Reweighter>;
  /** Ways to share labelling. */
  readonly allocators: Slot<Allocator>;
}

/** What is built in. */
export const CURATION_SLOTS: CurationSlots = {
  filters: FILTERS,
  relabelers: RELABELERS,
  reweighters: REWEIGHTERS,
  allocators: ALLOCATORS,
};
