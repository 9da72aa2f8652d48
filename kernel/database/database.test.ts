import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import type { Database } from './index.ts';

let database: Database;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('the views of the documented names show accounts and usage of the documented realm only', async () => {
  const account = (realm: string, number: number) => ({ subject: `${realm}:${number}`, realm, number, username: `${realm}-user`, usernameKey: `${realm}-user`, openingTokenBalance: 7 });
  await database.prisma.account.createMany({ data: [account('cds', 1), { ...account('cds', 2), role: 'ADMIN', username: 'Root', usernameKey: 'root' }, account('cb', 1)] });
  await database.prisma.tokenAccount.create({ data: { subject: 'cds:2', balance: 42 } });
  const usage = { model: 'help', promptTokens: 2, completionTokens: 3, totalTokens: 5 };
  await database.prisma.tokenUsage.createMany({ data: [{ id: 'one', subject: 'cds:2', ...usage }, { id: 'two', subject: 'cb:1', ...usage }] });
  const users = await database.pool.query('SELECT id, username, role, token_balance FROM users ORDER BY id');
  expect(users.rows).toEqual([
    { id: 1, username: 'cds-user', role: 'developer', token_balance: 7 },
    { id: 2, username: 'Root', role: 'admin', token_balance: 42 },
  ]);
  const used = await database.pool.query('SELECT * FROM tokens_used');
  expect(used.rows).toMatchObject([{ request_id: 'one', user_id: 2, model: 'help', prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 }]);
});
