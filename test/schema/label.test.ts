import { labelKey } from "../../schema/label.js";

describe("labelKey", () => {
  it("is the same for the same labels in any order, and leaves the value as it is", () => {
    const labels = ["late", "broken"];
    expect(labelKey(labels)).toBe(labelKey(["broken", "late"]));
    expect(labels).toEqual(["late", "broken"]);
  });

  it("tells one label, several and none apart", () => {
    expect(new Set([labelKey("late"), labelKey(["broken", "late"]), labelKey(null)]).size).toBe(3);
  });
});
