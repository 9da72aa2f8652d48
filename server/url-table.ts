/** One line of the table that a start prints. */
export interface UrlRow {
  readonly name: string;
  readonly url: string;
  /** What a person would open or call first. */
  readonly hint: string;
}

/** The URLs of a started server with the sign-in to use, as lines for a terminal. */
export function urlTable(rows: readonly UrlRow[], signIn: string | null): string {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const urlWidth = Math.max(...rows.map(({ url }) => url.length));
  const lines = rows.map(({ name, url, hint }) => `  ${name.padEnd(nameWidth)}  ${url.padEnd(urlWidth)}  ${hint}`);
  return ['', 'Pentagraph is ready', '', ...lines, ...(signIn === null ? [] : ['', `  Sign in: ${signIn}`]), '', '  Ctrl-C stops everything.', ''].join('\n');
}
