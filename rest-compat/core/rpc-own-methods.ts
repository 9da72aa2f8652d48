import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { toOpenRpc } from './openrpc.ts';
import type { RpcApi } from './rpc-api.ts';
import { overSocketOnly } from './rpc-feed.ts';
import type { RpcMethod, RpcMethodHead, RpcParams, RpcPeer } from './rpc-method.ts';
import { validate } from './validation.ts';

/** All methods that an API answers: its own, and those about itself and about the connection. */
export const allMethods = (api: RpcApi): readonly RpcMethod[] => [...api.methods, discover(api), listSubscriptions, endSubscription, cancelCall];

/** The method that the OpenRPC specification names. */
const discover = (api: RpcApi): RpcMethod => ({
  name: 'rpc.discover',
  summary: 'The OpenRPC document of this API',
  params: z.object({}),
  result: z.looseObject({ openrpc: z.string() }),
  errors: [],
  bind() {
    const document = toOpenRpc(api, allMethods(api));
    return async () => ({ result: document, headers: null });
  },
});

/** Declares a method that asks the connection, not the graph. */
function ofConnection<Params extends RpcParams>(definition: Omit<RpcMethodHead, 'socketOnly'> & { readonly params: Params; readonly answer: (params: z.output<Params>, peer: RpcPeer) => object }): RpcMethod {
  return {
    ...definition,
    socketOnly: true,
    bind: () => async (given, { peer }) => {
      if (peer === null) throw overSocketOnly();
      return { result: definition.answer(validate(definition.params, given, 'params'), peer), headers: null };
    },
  };
}

const listSubscriptions = ofConnection({
  name: 'subscription.list',
  summary: 'What this connection is told',
  params: z.object({}),
  result: z.object({ subscriptions: z.array(z.object({ subscription: z.string(), method: z.string() })) }),
  errors: [],
  answer: (_, peer) => ({ subscriptions: peer.subscriptions() }),
});

const endSubscription = ofConnection({
  name: 'subscription.cancel',
  summary: 'End a subscription of this connection',
  params: z.object({ subscription: z.string() }),
  result: z.object({ subscription: z.string(), cancelled: z.literal(true) }),
  errors: ['NOT_FOUND'],
  answer({ subscription }, peer) {
    if (!peer.endSubscription(subscription)) throw new DomainError('NOT_FOUND', 'No such subscription');
    return { subscription, cancelled: true };
  },
});

const cancelCall = ofConnection({
  name: 'call.cancel',
  summary: 'Cancel a call of this connection that is not answered yet; its answer is an error',
  params: z.object({ id: z.union([z.string(), z.number()]) }),
  result: z.object({ id: z.union([z.string(), z.number()]), cancelled: z.literal(true) }),
  errors: ['NOT_FOUND'],
  answer({ id }, peer) {
    if (!peer.cancelCall(id)) throw new DomainError('NOT_FOUND', 'No such call');
    return { id, cancelled: true };
  },
});
