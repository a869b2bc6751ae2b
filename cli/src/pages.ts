/** Largest page that every service gives. */
export const PAGE_SIZE = 500;

/** Everything of a listing, page after page. */
export async function allPages<P extends { readonly nextPageToken: string }, T>(
  read: (page: { pageSize: number; pageToken: string }) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
): Promise<readonly T[]> {
  const items: T[] = [];
  for (let pageToken = ''; ;) {
    const page = await read({ pageSize: PAGE_SIZE, pageToken });
    items.push(...itemsOf(page));
    if (page.nextPageToken === '') return items;
    pageToken = page.nextPageToken;
  }
}
