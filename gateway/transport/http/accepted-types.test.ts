import { expect, test } from 'vitest';
import { acceptedTypes } from './accepted-types.ts';

const json = 'application/json';
const graphql = 'application/graphql-response+json';
const stream = 'text/event-stream';
const defer = 'multipart/mixed;deferSpec=20220824';
const subscription = 'multipart/mixed;subscriptionSpec=1.0';

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
  ['application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed', [graphql, json, stream, defer]],
  ['text/event-stream, multipart/mixed', [stream, defer]],
  ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', [subscription, json]],
  ['multipart/mixed;boundary="graphql";subscriptionSpec="1.0";q=0.5, application/json;q=0.4', [subscription, json]],
  ['multipart/mixed;deferSpec=20220824,application/json', [defer, json]],
  ['multipart/mixed;subscriptionSpec=2.0, multipart/mixed;deferSpec=1', []],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', ['text/html', json]],
  [`${json};q=0, ${graphql}`, [graphql]],
  ['image/png', []],
  ['', []],
  [',;q,;;q=x,constructor,__proto__', []],
])('Accept: %s asks for %j', (accept, types) => {
  expect(acceptedTypes(accept)).toEqual(types);
});
