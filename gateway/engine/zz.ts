import { createShop, createShopEngine } from './fixture/shop.ts';
import { startApolloOracle } from './fixture/apollo-gateway.ts';
import { createRequestContext } from '#kernel/context';
import { readSupergraph } from './planner.ts';
import { parse } from 'graphql';
const { engine, supergraphSdl } = createShopEngine({ shop: createShop({guarded:false}) });
const o = await startApolloOracle(createShop({guarded:false}));
const s = readSupergraph(supergraphSdl);
for (const q of ['{ topProducts { ... @skip(if: true) { name } } }', '{ topProducts { name @skip(if: true) } me { id } }', '{ me { id @skip(if: true) } }', '{ me { id name @skip(if:true) ... @include(if:false) { username } } }', 'query($a:Boolean!) { topProducts @include(if: $a) { ... on Product @skip(if: true) { name } } }', '{ topProducts @include(if:false) { name } }','query($a:Boolean!) { topProducts @include(if: $a) { name @skip(if:$a) } }', '{ topProducts @skip(if:true) { name } me { name } }']) {
  try { console.log(q, JSON.stringify(s.planner.plan(parse(q)), (k, v) => k === 'document' ? undefined : v)); } catch (e) { console.log(q, 'THROWS', String(e)); }
  console.log('   apollo', JSON.stringify(await o.ask(q, {a:true}, createRequestContext())));
  const p = engine.prepare({query:q}); console.log('   own', p.kind === 'ready' ? await p.prepared.executeToJson({a:true}, createRequestContext()) : JSON.stringify(p));
}
await o.stop();
