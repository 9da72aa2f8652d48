import { microLimits } from './limits.ts';
import type { MimeBundle } from './micro.ts';

/** The MIME types that kernels of ours make of values. */
export const mimeTypes = ['text/plain', 'application/json', 'text/html', 'text/markdown', 'text/latex', 'image/svg+xml', 'image/png', 'image/jpeg'] as const;

const maxLevels = 64;
const kindPattern = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}$/u;
const jsonPattern = /^application\/(?:[a-z0-9.+-]+\+)?json$/u;

/** The bundle of contents that nobody vouches for: unknown kinds and broken JSON are left out; null when nothing is left. */
export function toMimeBundle(contents: Iterable<readonly [kind: string, content: string]>): MimeBundle | null {
  const bundle: Record<string, unknown> = {};
  for (const [kind, content] of contents) {
    const value = readContent(kind, content);
    if (value !== undefined) bundle[kind] = value;
  }
  return Object.keys(bundle).length === 0 ? null : bundle;
}

function readContent(kind: string, content: string): unknown {
  if (!kindPattern.test(kind)) return undefined;
  if (!jsonPattern.test(kind)) return content;
  if (content.length > microLimits.jsonBytes) return undefined;
  try {
    const value: unknown = JSON.parse(content);
    return isDeeper(value, maxLevels) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Deep values overflow the stack of who writes them. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
