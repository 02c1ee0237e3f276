/** Works on up to `atOnce` items side by side and hands over what was made in the items' own order. */
export async function* inOrder<Item, Made>(
  items: Iterable<Item> | AsyncIterable<Item>,
  atOnce: number,
  make: (item: Item, at: number) => Promise<Made>,
): AsyncGenerator<Made, void> {
  const underWay: Promise<Made>[] = [];
  let at = 0;
  for await (const item of items) {
    const made = make(item, at++);
    made.catch(() => undefined);
    underWay.push(made);
    if (underWay.length >= atOnce) yield await (underWay.shift() as Promise<Made>);
  }
  while (underWay.length > 0) yield await (underWay.shift() as Promise<Made>);
}
