/**
 * The one script of a report: filters and leafs through the samples that the page holds. It writes
 * texts, never markup, and asks nothing of anybody; its hash is all that the page's policy lets run.
 */
export const BROWSER_SCRIPT = `"use strict";
(() => {
  const held = JSON.parse(document.getElementById("samples-held").textContent);
  const { rows, say, statuses, run } = held;
  const by = (id) => document.getElementById(id);
  const list = by("samples-list"), form = by("samples-form"), pages = by("samples-pages");
  const place = by("samples-place"), back = by("samples-back"), on = by("samples-on");
  const PER_PAGE = 10;
  let found = rows, start = 0;
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const tag = (text, tone) => {
    const made = element("span", "tag" + (tone ? " " + tone : ""), text);
    made.dir = "auto";
    return made;
  };
  const item = (row) => {
    const li = element("li"), head = element("div");
    if (row.l) head.append(tag(row.l));
    if (row.s) head.append(tag(statuses[row.s] ?? row.s, row.s === "accepted" ? "good" : "bad"));
    if (row.s !== "accepted") for (const reason of row.r) head.append(tag(reason, "bad"));
    if (row.c) head.append(element("span", "why", row.c));
    const text = element("div", "text", row.t);
    text.dir = "auto";
    text.lang = held.lang;
    li.append(head, text);
    for (const why of row.w) {
      const line = element("div", "why", why);
      line.dir = "auto";
      li.append(line);
    }
    const trace = element("div", "trace");
    if (run) {
      const command = "datawright trace " + run + " --sample " + row.i;
      const button = element("button", "", say.copy);
      button.type = "button";
      button.setAttribute("aria-label", say.copy + ": " + command);
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(command);
          button.textContent = say.copied;
        } catch {
          getSelection().selectAllChildren(trace.querySelector("code"));
        }
      });
      trace.append(element("code", "", command), " ", button);
    } else trace.append(element("code", "", row.i));
    li.append(trace);
    return li;
  };
  const show = () => {
    list.replaceChildren(...found.slice(start, start + PER_PAGE).map(item));
    const end = Math.min(found.length, start + PER_PAGE);
    place.textContent = found.length === 0
      ? say.none
      : say.place.replace("{0}", start + 1).replace("{1}", end).replace("{2}", found.length);
    back.disabled = start === 0;
    on.disabled = end >= found.length;
  };
  const filter = () => {
    const words = form.elements.words.value.toLowerCase().trim();
    const value = (name) => form.elements[name]?.value ?? "";
    const [label, status, reason] = [value("label"), value("status"), value("reason")];
    found = rows.filter((row) =>
      (!label || row.l === label) && (!status || row.s === status) &&
      (!reason || row.r.includes(reason)) &&
      (!words || (row.t + " " + row.i + " " + row.c).toLowerCase().includes(words)));
    start = 0;
    show();
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  back.addEventListener("click", () => { start = Math.max(0, start - PER_PAGE); show(); });
  on.addEventListener("click", () => { start += PER_PAGE; show(); });
  form.hidden = pages.hidden = false;
  show();
})();
`;
