import { LabelerStates } from "../../../graphs/runtime/labeler-states.js";

describe("LabelerStates", () => {
  it("trains each state once, whoever asks, and nothing before the first round", async () => {
    const trained: number[] = [];
    const learning = new LabelerStates((round) => {
      trained.push(round);
      return Promise.resolve(`state ${round}`);
    });
    expect(await learning.state(-1)).toBeNull();
    expect(await Promise.all([learning.state(3), learning.state(3), learning.state(4)])).toEqual([
      "state 3",
      "state 3",
      "state 4",
    ]);
    expect(trained).toEqual([3, 4]);
  });

  it("forgets old states, which are then read again", async () => {
    const trained: number[] = [];
    const learning = new LabelerStates((round) => {
      trained.push(round);
      return Promise.resolve(round);
    });
    for (let round = 0; round < 10; round++) await learning.state(round);
    await learning.state(9);
    await learning.state(0);
    expect(trained).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
  });

  it("tells of a training that failed when it is waited for", async () => {
    const learning = new LabelerStates(() =>
      Promise.reject(Object.assign(new Error("broke"), { code: "AGENT_FAILED" })),
    );
    void learning.state(0);
    await expect(learning.done()).rejects.toMatchObject({ code: "AGENT_FAILED" });
    await expect(learning.state(0)).rejects.toMatchObject({ code: "AGENT_FAILED" });
  });
});
