import { AgentFaults, endsRun } from "../../../graphs/runtime/agent-faults.js";
import { DatawrightError } from "../../../base/errors.js";

const agent = { name: "mine", role: "critic" };
const fault = (): DatawrightError =>
  new DatawrightError({ code: "AGENT_FAILED", message: "broke" });
const watch = (faults: AgentFaults, count: number) =>
  Array.from({ length: count }, () => faults.watch(agent, "critique"));

describe("AgentFaults", () => {
  it("ends the run where the first three calls failed, in whatever order they end", () => {
    const faults = new AgentFaults();
    const calls = watch(faults, 5);
    for (const index of [4, 2, 0]) expect(endsRun(calls[index]!.failed(fault()))).toBe(false);
    expect(faults.inDoubt).toBe(true);
    const last = calls[1]!.failed(fault());
    expect(endsRun(last)).toBe(true);
    expect(last).toMatchObject({
      code: "AGENT_FAILED",
      message: expect.stringMatching(/^broke\nThe first 3 calls of agent "mine"/u) as string,
    });
  });

  it("ends nothing once a call succeeded, before or between", () => {
    const faults = new AgentFaults();
    const calls = watch(faults, 6);
    calls[0]!.failed(fault());
    calls[1]!.failed(fault());
    calls[5]!.succeeded();
    expect(endsRun(calls[2]!.failed(fault()))).toBe(false);
    for (const call of watch(faults, 3)) expect(endsRun(call.failed(fault()))).toBe(false);
    expect(faults.inDoubt).toBe(false);
  });

  it("counts neither errors of models nor those of other agents and methods", () => {
    const faults = new AgentFaults();
    const calls = watch(faults, 4);
    const refused = new DatawrightError({ code: "MODEL_REFUSED", message: "no" });
    calls[0]!.failed(fault());
    expect(calls[1]!.failed(refused)).toBe(refused);
    faults.watch(agent, "another").failed(fault());
    faults.watch({ ...agent, name: "other" }, "critique").failed(fault());
    expect(endsRun(calls[2]!.failed(fault()))).toBe(false);
    expect(endsRun(calls[3]!.failed(fault()))).toBe(true);
  });
});
