import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createWorkspaceWorld, type WorkspaceWorld } from './workspace.fixture.ts';

let world: WorkspaceWorld;
beforeAll(async () => {
  world = await createWorkspaceWorld();
});
afterAll(() => world.close());

test('one process per database serves the workspaces; the next takes over when it ends', async () => {
  const { database, folder } = world;
  await expect(createWorkspaceWorld({ database, folder, patienceMs: 100 })).rejects.toThrow(/Another process serves the workspaces.*API_PORT=off/u);
  const second = await createWorkspaceWorld({ database, folder, must: false });
  expect([world.subgraph.ready(), second.subgraph.ready()]).toEqual([true, false]);
  for (const source of ['{ workspaceFiles { nodes { path } } }', '{ projects { totalCount } }', 'mutation { writeWorkspaceFile(input: { path: "f", content: "x" }) { file { path } } }']) expect(await second.refusal(source)).toMatchObject({ code: 'UNAVAILABLE' });
  await world.subgraph.stop();
  expect(await world.refusal('{ projects { totalCount } }')).toMatchObject({ code: 'UNAVAILABLE' });
  await vi.waitFor(() => expect(second.subgraph.ready()).toBe(true), { timeout: 10_000 });
  expect(await second.refusal('{ projects { totalCount } }')).toBeNull();
  await second.close();
});
