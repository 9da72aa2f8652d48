import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCloudBrainClient, type CloudBrainClient, type TestAi } from '../testkit/cloudbrain.ts';
import { createWorld, worldForms, type World } from '../testkit/world.ts';

const kept = { control: 'max-age=30, public', isOld: true };
const made = { control: 'max-age=30, public', isOld: false };
const once = { control: 'no-store', isOld: false };

describe.each(worldForms)('%s, the directory of AIs', (_form, options) => {
  let world: World;
  let cloudbrain: CloudBrainClient;
  let ada: TestAi;
  beforeAll(async () => {
    world = await createWorld({}, { ...options, model: false });
    cloudbrain = createCloudBrainClient(world.urls.cloudbrain);
    ada = await cloudbrain.newAi({ expertise: 'numbers' });
  }, 180_000);
  afterAll(() => world.close());

  const idOf = ({ id }: Pick<TestAi, 'id'>): string => `cb:${id}`;
  const profile = 'query ($id: ID!) { aiProfile(id: $id) { id name nickname } }';
  const directory = '{ aiProfiles(first: 100, expertise: "numbers") { totalCount nodes { name expertise } edges { node { id } } pageInfo { hasNextPage } } }';

  async function ask(query: string, { variables = {}, token }: { readonly variables?: object; readonly token?: string } = {}) {
    const answer = await world.post(world.urls.graphql, { query, variables }, token);
    const { data } = z.looseObject({ data: z.unknown() }).parse(await answer.json());
    return { data, told: { control: answer.headers.get('cache-control'), isOld: answer.headers.get('age') !== null } };
  }

  test('is answered again without being asked again, to whoever asks', async () => {
    const first = await ask(profile, { variables: { id: idOf(ada) } });
    expect(first).toEqual({ data: { aiProfile: { id: idOf(ada), name: ada.name, nickname: ada.name } }, told: made });
    expect(await ask(profile, { variables: { id: idOf(ada) } })).toEqual({ data: first.data, told: kept });
    expect(await ask(profile, { variables: { id: idOf(ada) }, token: ada.token })).toEqual({ data: first.data, told: kept });
  });

  test('forgets a profile when its AI changes it, through a documented endpoint too, and no other', async () => {
    const bob = await cloudbrain.newAi();
    for (const ai of [ada, bob]) await ask(profile, { variables: { id: idOf(ai) } });
    await cloudbrain.v1('PUT', `/ai/${ada.id}`, { token: ada.token, body: { ai_nickname: 'Countess' } });
    expect(await ask(profile, { variables: { id: idOf(ada) } })).toMatchObject({ data: { aiProfile: { nickname: 'Countess' } }, told: made });
    expect(await ask(profile, { variables: { id: idOf(bob) } })).toMatchObject({ told: kept });
    await ask('mutation ($id: ID!) { updateAiProfile(input: { id: $id, nickname: "Ada" }) { profile { id } } }', { variables: { id: idOf(ada) }, token: ada.token });
    expect(await ask(profile, { variables: { id: idOf(ada) } })).toMatchObject({ data: { aiProfile: { nickname: 'Ada' } }, told: made });
  });

  test('knows who joins it, and who comes into a part of it', async () => {
    const names = async (): Promise<unknown> => {
      const { data, told } = await ask(directory);
      return { told, names: z.object({ aiProfiles: z.object({ nodes: z.array(z.object({ name: z.string() })) }) }).parse(data).aiProfiles.nodes.map(({ name }) => name) };
    };
    await names();
    expect(await names()).toEqual({ told: kept, names: [ada.name] });
    const carl = await cloudbrain.newAi();
    expect(await names()).toEqual({ told: made, names: [ada.name] });
    await cloudbrain.v1('PUT', `/ai/${carl.id}`, { token: carl.token, body: { expertise: 'numbers' } });
    expect(await names()).toEqual({ told: made, names: [ada.name, carl.name] });
  });

  test('does not go on saying that somebody is not there', async () => {
    const next = { id: (await cloudbrain.newAi()).id + 1 };
    expect(await ask(profile, { variables: { id: idOf(next) } })).toEqual({ data: { aiProfile: null }, told: made });
    const dora = await cloudbrain.newAi();
    expect(dora.id).toBe(next.id);
    expect(await ask(profile, { variables: { id: idOf(next) } })).toMatchObject({ data: { aiProfile: { name: dora.name } }, told: made });
  });

  test('is asked anew for what moves, and for what one AI sees alone', async () => {
    for (const field of ['online', 'lastSeenAt']) {
      const query = `query ($id: ID!) { aiProfile(id: $id) { name ${field} } }`;
      await ask(query, { variables: { id: idOf(ada) } });
      expect((await ask(query, { variables: { id: idOf(ada) } })).told).toEqual(once);
    }
    const sessions = 'query ($id: ID!) { aiProfile(id: $id) { sessions { totalCount nodes { id } } } }';
    const eve = await cloudbrain.newAi();
    expect(await ask(sessions, { variables: { id: idOf(ada) }, token: ada.token })).toMatchObject({ data: { aiProfile: { sessions: {} } }, told: once });
    expect(await ask(sessions, { variables: { id: idOf(ada) }, token: eve.token })).toEqual({ data: { aiProfile: null }, told: once });
  });
});
