import { expect, test } from 'vitest';
import { issuerOf } from '#kernel/authentication';

const payload = (text: string): string => `e30.${Buffer.from(text).toString('base64url')}.signature`;

test('the issuer that a token claims is read without belief', () => {
  expect(issuerOf(payload('{"iss":"cloudbrain"}'))).toBe('cloudbrain');
});

test.each(['', 'pk_0123', '.', '..', 'a.b.c', payload('null'), payload('[]'), payload('"iss"'), payload('{}'), payload('{"iss":7}'), payload('{"__proto__":{"iss":"x"}}'), payload(`{"iss":"x","y":"${'y'.repeat(9000)}"}`)])(
  '%.40j claims none',
  (token) => {
    expect(issuerOf(token)).toBeNull();
  },
);
