import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildSchema } from 'graphql';
import { apiChanges } from './schema/changes.ts';
import { manifestDocuments, repositoryDocuments } from './schema/documents.ts';

// `npm run schema:check [-- --manifest file …]`: may the API be released as it is now? A change that breaks a document in use never passes; one that
// breaks nobody known passes with a reason in gateway/release/allowed-changes.json: { "description of the change": "reason" }.
const { values } = parseArgs({
  options: {
    released: { type: 'string', default: 'gateway/release/api.graphql' },
    schema: { type: 'string', default: 'gateway/api.graphql' },
    allowed: { type: 'string', default: 'gateway/release/allowed-changes.json' },
    root: { type: 'string', default: '.' },
    manifest: { type: 'string', multiple: true, default: [] },
  },
});

/** @throws TypeError when the file holds something else */
function objectIn(file: string): Readonly<Record<string, unknown>> {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof content !== 'object' || content === null) throw new TypeError(`${file} holds no object`);
  return { ...content };
}

const schemaOf = (file: string) => buildSchema(readFileSync(file, 'utf8'));
const allowed = new Map(existsSync(values.allowed) ? Object.entries<unknown>(objectIn(values.allowed)) : []);
const reasonFor = (description: string): string | null => {
  const reason: unknown = allowed.get(description);
  return typeof reason === 'string' && reason.trim() !== '' ? reason : null;
};

const documents = [...repositoryDocuments(values.root), ...values.manifest.flatMap(manifestDocuments)];
const { breaking, dangerous, broken } = apiChanges(schemaOf(values.released), schemaOf(values.schema), documents);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
let refused = 0;

for (const description of dangerous) say(`dangerous: ${description}`);
for (const { description, usedBy } of breaking) {
  const reason = reasonFor(description);
  if (usedBy.length > 0) say(`breaking, in use by ${usedBy.join(', ')}: ${description}`);
  else say(reason === null ? `breaking, without a reason in ${values.allowed}: ${description}` : `breaking, allowed (${reason}): ${description}`);
  if (usedBy.length > 0 || reason === null) refused += 1;
}
for (const { name, errors } of broken) {
  say(`no longer valid: ${name}`);
  for (const error of errors) say(`  ${error}`);
  refused += 1;
}
for (const description of allowed.keys()) if (!breaking.some((change) => change.description === description)) say(`allowed, but not there: ${description}`);
say(refused === 0 ? `The API may be released: ${documents.length} documents looked at, ${breaking.length} breaking changes, all allowed.` : `The API may not be released: ${refused} reasons against it.`);
process.exitCode = refused === 0 ? 0 : 1;
