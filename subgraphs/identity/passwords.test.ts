import { expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';

test('a password without a hash to compare with costs a hash all the same', async () => {
  const passwords = await createPasswords({ concurrency: 1, maxWaiting: 0 });
  const [first, second] = await Promise.allSettled([passwords.verify(null, 'whatever it is'), passwords.verify(null, 'whatever it is')]);
  expect(first).toEqual({ status: 'fulfilled', value: false });
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } });
});

test('a flood waits in line and beyond that is refused, whatever the names', async () => {
  const passwords = await createPasswords({ concurrency: 1, maxWaiting: 2 });
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => passwords.verify(null, 'whatever it is')));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
});

test('two hashes of one password differ, and both hold', async () => {
  const passwords = await createPasswords();
  const [first, second] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
  expect(first).not.toBe(second);
  expect(await Promise.all([first, second].map((hash) => passwords.verify(hash, 'correct horse')))).toEqual([true, true]);
  expect(await passwords.verify(first, 'Correct horse')).toBe(false);
});
