let last = 0;
let text = '';

/** Now, RFC 3339 in UTC with milliseconds; made once per millisecond, not once per line. */
export function timestamp(): string {
  const now = Date.now();
  if (now === last) return text;
  last = now;
  text = new Date(now).toISOString();
  return text;
}
