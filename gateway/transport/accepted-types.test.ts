import { expect, test } from 'vitest';
import { acceptedTypes } from './accepted-types.ts';

const json = 'application/json';
const graphql = 'application/graphql-response+json';
const stream = 'text/event-stream';

test.each([
  [undefined, [json]],
  ['*/*', [json]],
  [json, [json]],
  ['APPLICATION/JSON', [json]],
  ['application/*', [json]],
  [`${graphql}, ${json};q=0.9`, [graphql, json]],
  [`${json};q=0.9, ${graphql}`, [graphql, json]],
  [`${json}, ${graphql}`, [json, graphql]],
  [`${graphql};charset=utf-8`, [graphql]],
  ['application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed', [graphql, json, stream]],
  ['text/event-stream, multipart/mixed', [stream]],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', ['text/html', json]],
  [`${json};q=0, ${graphql}`, [graphql]],
  ['image/png', []],
  ['', []],
  [',;q,;;q=x,constructor,__proto__', []],
])('Accept: %s asks for %j', (accept, types) => {
  expect(acceptedTypes(accept)).toEqual(types);
});
