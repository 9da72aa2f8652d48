import { expect, test } from 'vitest';
import { hasCredentials, readCredentials, readSocketCredentials } from '#kernel/authentication';

test.each([
  ['Bearer abc', 'abc'],
  ['bearer abc', 'abc'],
  ['BEARER   abc ', 'abc'],
  ['Bearer', null],
  ['Bearer ', null],
  ['Basic abc', null],
  ['Bearerabc', null],
  ['abc', null],
])('Authorization: %s holds the bearer %s', (authorization, bearer) => {
  expect(readCredentials({ authorization })).toEqual({ bearer, apiKey: null });
});

test('an API key has a header of its own', () => {
  expect(readCredentials({ 'x-api-key': 'k' })).toEqual({ bearer: null, apiKey: 'k' });
  expect(readCredentials({})).toEqual({ bearer: null, apiKey: null });
});

test('a credential that is empty is none', () => {
  expect(hasCredentials(readCredentials({ authorization: 'Bearer ', 'x-api-key': '' }))).toBe(false);
  expect(hasCredentials(readSocketCredentials({ headers: {}, url: '/ws?token=&api_key=' }))).toBe(false);
  expect(hasCredentials(readCredentials({ authorization: 'Bearer x' }))).toBe(true);
});

test('a WebSocket may carry its credentials in the query', () => {
  expect(readSocketCredentials({ headers: {}, url: '/ws?token=a%2Eb&x=1' })).toEqual({ bearer: 'a.b', apiKey: null });
  expect(readSocketCredentials({ headers: {}, url: '/ws?api_key=k' })).toEqual({ bearer: null, apiKey: 'k' });
  expect(readSocketCredentials({ headers: {}, url: '/ws' })).toEqual({ bearer: null, apiKey: null });
});

test('a header of a WebSocket wins over its query', () => {
  expect(readSocketCredentials({ headers: { authorization: 'Bearer header' }, url: '/ws?token=query' })).toEqual({ bearer: 'header', apiKey: null });
});
