import { limits } from './limits.ts';

const beginning = '{"name":"';
const middles = ['","arguments":', '","parameters":'];

/** The name of a call whose arguments begin with the last character; `open` while it may still become one, else `none`. */
export function readCallHead(held: string): 'open' | 'none' | { readonly name: string } {
  if (held.length > limits.callHead) return 'none';
  const head = held.replaceAll(/\s/gu, '').replace(/^\[/u, '');
  if (!head.startsWith(beginning)) return beginning.startsWith(head) ? 'open' : 'none';
  const [, name = '', rest = ''] = /^([a-zA-Z0-9_-]{0,64})(.*)$/u.exec(head.slice(beginning.length)) ?? [];
  if (middles.some((middle) => middle.startsWith(rest))) return 'open';
  const isWhole = name !== '' && middles.some((middle) => rest.startsWith(middle) && /^["{]$/u.test(rest.slice(middle.length)));
  return isWhole ? { name } : 'none';
}
