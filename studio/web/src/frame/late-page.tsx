import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import { Failed, Loading } from "../parts/states.js";

/** A page whose script is fetched when it is first shown, or before. */
export interface LatePage<Props extends object> {
  readonly Page: ComponentType<Props>;
  /** Fetches the script, so that the page is drawn at once. */
  readonly load: () => Promise<void>;
}

/**
 * Suspense would do the same, but shows what stands in for a page three tenths of a second at least,
 * however soon the page is there.
 */
export function latePage<Props extends object>(
  fetchScript: () => Promise<{ readonly default: ComponentType<Props> }>,
): LatePage<Props> {
  let known: ComponentType<Props> | undefined;
  const load = async (): Promise<void> => {
    known ??= (await fetchScript()).default;
  };
  function Page(props: Props): ReactNode {
    const [failure, setFailure] = useState<Error>();
    const [asked, setAsked] = useState(0);
    const [, setLoaded] = useState(known !== undefined);
    useEffect(() => {
      if (known !== undefined) return;
      setFailure(undefined);
      load().then(
        () => setLoaded(true),
        (error: unknown) => setFailure(error as Error),
      );
    }, [asked]);
    if (known !== undefined) {
      const Known = known;
      return <Known {...props} />;
    }
    if (failure === undefined) return <Loading />;
    return <Failed error={failure} again={() => setAsked((times) => times + 1)} />;
  }
  return { Page, load };
}
