import { fetchBytes, type FetchLimits } from "../../../../tools/knowledge/network/fetch-bytes.js";
import { FileServer } from "../../../helpers/file-server.js";

let server: FileServer;
let other: FileServer;
let failures = 0;
let pauses: number[] = [];
const limits = (more: Partial<FetchLimits> = {}): FetchLimits => ({
  timeout: 20,
  maxBytes: 1000,
  allows: (url) => url.host === server.host,
  sleep: async (milliseconds) => void pauses.push(milliseconds),
  ...more,
});
const get = (path: string, more?: Partial<FetchLimits>) =>
  fetchBytes({ url: server.origin + path }, limits(more));

beforeAll(async () => {
  other = await FileServer.start({ "/secret": { body: "elsewhere" } });
  server = await FileServer.start({
    "/page": { body: "한글", headers: { "content-type": "Text/HTML; Charset=UTF-8" } },
    "/moved": { status: 301, headers: { location: "/page" } },
    "/out": { status: 302, headers: { location: `${other.origin}/secret` } },
    "/file": { status: 302, headers: { location: "file:///etc/passwd" } },
    "/loop": { status: 302, headers: { location: "/loop" } },
    "/big": { body: "x".repeat(1001) },
    "/flaky": () =>
      failures++ < 2
        ? { status: 503, headers: { "retry-after": failures === 1 ? "7" : "100000" } }
        : { body: "at last" },
    "/down": { status: 500 },
    "/gone": { status: 410 },
  });
});
afterAll(async () => {
  await server.stop();
  await other.stop();
});
beforeEach(() => {
  failures = 0;
  pauses = [];
});

describe("fetchBytes", () => {
  it("gives bytes, type and encoding, and the address that answered after redirects", async () => {
    const page = await get("/moved");
    expect(page).toMatchObject({
      url: `${server.origin}/page`,
      type: "text/html",
      charset: "utf-8",
    });
    expect(Buffer.from(page.bytes).toString()).toBe("한글");
  });

  it("follows no redirect to where it may not go, and asks nothing there", async () => {
    await expect(get("/out")).rejects.toMatchObject({
      code: "FETCH_REFUSED",
      message: expect.stringContaining(other.host),
    });
    await expect(get("/file")).rejects.toMatchObject({ code: "FETCH_REFUSED" });
    await expect(fetchBytes({ url: `${other.origin}/secret` }, limits())).rejects.toMatchObject({
      code: "FETCH_REFUSED",
      hint: expect.stringContaining("hosts"),
    });
    expect(other.requests).toEqual([]);
  });

  it("ends on a circle of redirects, and on more bytes than wanted", async () => {
    await expect(get("/loop")).rejects.toMatchObject({
      code: "FETCH_FAILED",
      message: expect.stringContaining("redirects"),
    });
    await expect(get("/big")).rejects.toMatchObject({
      code: "FETCH_REFUSED",
      message: expect.stringContaining("more than 1000 bytes"),
    });
    expect((await get("/big", { maxBytes: 1001 })).bytes.length).toBe(1001);
  });

  it("asks again what may pass, as long as the server says, a minute at most, three times", async () => {
    expect(Buffer.from((await get("/flaky")).bytes).toString()).toBe("at last");
    expect(pauses).toEqual([7000, 60_000]);
    await expect(get("/down")).rejects.toMatchObject({
      code: "FETCH_FAILED",
      details: { status: 500 },
    });
    expect(pauses.slice(2)).toEqual([1000, 2000]);
    await expect(get("/gone")).rejects.toMatchObject({ details: { status: 410 } });
    expect(pauses).toHaveLength(4);
  });

  it("says of a host that nobody answers at that the connection failed", async () => {
    const dead = await FileServer.start({});
    const { origin } = dead;
    await dead.stop();
    await expect(
      fetchBytes({ url: `${origin}/x?key=geheim-geheim` }, limits({ allows: () => true })),
    ).rejects.toMatchObject({
      code: "FETCH_FAILED",
      message: expect.stringMatching(/^(?!.*geheim).*connection failed \(ECONNREFUSED\)/u),
    });
  });

  it("stops when it is told to", async () => {
    await expect(get("/page", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "INTERRUPTED",
    });
  });
});
