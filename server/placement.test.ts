import { expect, test } from 'vitest';
import { loadConfig } from '#kernel/config';
import { placeSubgraphs } from './placement.ts';
import { readRoles } from './roles.ts';

const place = (environment: Readonly<Record<string, string>>) => {
  const config = loadConfig(environment);
  const { local, remote } = placeSubgraphs(config, readRoles(config));
  return { local: [...local], remote: [...remote] };
};
const everything = ['identity', 'inference', 'collaboration', 'policies', 'workspace', 'execution'];
const identity = { SUBGRAPH_IDENTITY_URL: 'http://10.0.0.7:4101' };
const inference = { SUBGRAPH_INFERENCE_URL: 'http://10.0.0.8:4102' };

test('one process runs everything, less what has a URL', () => {
  expect(place({})).toEqual({ local: everything, remote: [] });
  expect(place(inference)).toEqual({ local: everything.filter((name) => name !== 'inference'), remote: [['inference', 'http://10.0.0.8:4102']] });
  expect(place({ PENTAGRAPH_ROLES: 'surface:cloudbrain', ...inference }).local).not.toContain('inference');
});

test('a process with parts of the graph runs those only, also when they have a URL', () => {
  expect(place({ PENTAGRAPH_ROLES: 'subgraph:inference', ...identity, ...inference })).toEqual({ local: ['inference'], remote: [['identity', 'http://10.0.0.7:4101']] });
  expect(place({ PENTAGRAPH_ROLES: 'subgraph:policies' })).toEqual({ local: ['policies'], remote: [] });
  expect(place({ PENTAGRAPH_ROLES: 'gateway,subgraph:identity', ...identity, ...inference }).local).toEqual(everything.filter((name) => name !== 'inference'));
});

test.each([
  [{ PENTAGRAPH_ROLES: 'subgraph:inference' }, 'SUBGRAPH_IDENTITY_URL'],
  [{ PENTAGRAPH_ROLES: 'subgraph:workspace' }, 'share a disk'],
  [{ SUBGRAPH_EXECUTION_URL: 'http://10.0.0.9:4106' }, 'share a disk'],
  [{ PENTAGRAPH_ROLES: 'subgraph:everything' }, 'subgraph:everything'],
])('%j is refused with what to do: %s', (environment, words) => {
  expect(() => place(environment)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(words) }));
});
