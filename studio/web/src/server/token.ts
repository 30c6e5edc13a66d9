/** Where the page keeps the token between reloads of a tab. */
const KEPT = "datawright-token";
const CHANNEL = "datawright-studio";
/** Milliseconds that another tab of this server has to answer. */
const PATIENCE = 300;

let token: string | null = null;

/** The token of this page, or null. */
export function currentToken(): string | null {
  return token;
}

export function keepToken(given: string): void {
  token = given;
  sessionStorage.setItem(KEPT, given);
}

/**
 * Takes the token out of the address that the command printed, so that it stands in no bookmark and
 * in no history; a tab that was opened from a link asks the other tabs of the same server for it.
 */
export async function takeToken(): Promise<void> {
  const address = new URL(window.location.href);
  const given = address.searchParams.get("token");
  if (given !== null) {
    address.searchParams.delete("token");
    window.history.replaceState(null, "", address);
  }
  const known = given ?? sessionStorage.getItem(KEPT);
  const channel = new BroadcastChannel(CHANNEL);
  if (known !== null) keepToken(known);
  else {
    const told = await askOtherTabs(channel);
    if (told !== null) keepToken(told);
  }
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (event.data === "token?" && token !== null) channel.postMessage({ token });
  };
}

function askOtherTabs(channel: BroadcastChannel): Promise<string | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), PATIENCE);
    channel.onmessage = (event: MessageEvent<unknown>) => {
      const told = (event.data as { token?: unknown } | null)?.token;
      if (typeof told !== "string") return;
      clearTimeout(late);
      resolve(told);
    };
    channel.postMessage("token?");
  });
}
