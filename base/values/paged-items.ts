/**
 * The items of pages that are read one behind the other. What is at hand takes one promise an item: a
 * generator takes four, each of which whatever follows asynchronous contexts pays for in Node 20.
 *
 * @param pages  is closed where the items are left early
 * @param itemOf what it throws ends the items
 */
export function pagedItems<Row, Item>(
  pages: AsyncGenerator<readonly Row[], void, undefined>,
  itemOf: (row: Row) => Item,
): AsyncIterableIterator<Item> {
  let page: readonly Row[] = [];
  let at = 0;
  /** Who asks while a page is being read comes behind. */
  let reading: Promise<unknown> | null = null;
  const end = async (): Promise<IteratorResult<Item>> => {
    page = [];
    await pages.return();
    return { done: true, value: undefined };
  };
  const read = async (): Promise<IteratorResult<Item>> => {
    while (at >= page.length) {
      const next = await pages.next();
      if (next.done === true) return { done: true, value: undefined };
      page = next.value;
      at = 0;
    }
    return item();
  };
  const item = (): IteratorResult<Item> => ({ done: false, value: itemOf(page[at++]!) });
  return {
    next() {
      if (reading !== null) return reading.then(() => this.next());
      if (at < page.length) {
        try {
          return Promise.resolve(item());
        } catch (error) {
          return end().then(() => {
            throw error;
          });
        }
      }
      const own = read();
      const done = own.then(
        () => {},
        () => {},
      );
      reading = done;
      void done.then(() => (reading = null));
      return own;
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
