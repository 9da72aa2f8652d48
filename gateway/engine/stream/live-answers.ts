import type { GraphOutcome } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import type { SubgraphEvent } from '../../subgraph-links/index.ts';
import type { Data } from '../data.ts';
import { answerEvent } from './answer-event.ts';
import type { AnswerSource } from './graph-stream.ts';
import type { OpenSubscription } from './open-subscription.ts';
import { renewSubscription, type RenewalOptions } from './renew-subscription.ts';
import { createSplice, type Splice } from './splice.ts';

type Answer = IteratorResult<GraphOutcome<Data>, undefined>;

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** The answers to the events of a subscription, which goes on through reloads; one that the new graph refuses ends with the reason. */
export function createLiveAnswers(opened: OpenSubscription, options: RenewalOptions): AnswerSource {
  const { lineage, logger } = options;
  let current = opened;
  let { generation } = opened.operation;
  let splice: Splice | undefined;
  let isOver = false;

  const answer = async (event: SubgraphEvent): Promise<Answer> => ({ done: false, value: await answerEvent(current, event, logger) });

  const fromSplice = async (joining: Splice): Promise<Answer> => {
    const joined = await joining.next();
    if (joining.isOver()) splice = undefined;
    return joined;
  };

  /** Opens the source of the new form beside the old one, which answers the event. */
  const reopen = async (next: OpenSubscription, event: SubgraphEvent): Promise<Answer> => {
    const { source, begun: { run } } = next;
    const events = await source.open(source.pick(run.variables), run.scope);
    // Who cannot reach the new source goes on with the old one.
    if ('errors' in events) return answer(event);
    if (isOver) {
      void events.return();
      return done;
    }
    const before = current;
    current = { ...next, events };
    splice = createSplice({ first: answerEvent(before, event, logger), before: feedOf(before, logger), after: feedOf(current, logger) });
    return fromSplice(splice);
  };

  const renew = async (event: SubgraphEvent): Promise<Answer> => {
    const now = lineage.generation();
    const renewal = await renewSubscription(current, now !== generation, options);
    if (renewal === null) return answer(event);
    generation = now;
    if (renewal.current === null) {
      isOver = true;
      void current.events.return();
      return { done: false, value: renewal.last };
    }
    current = renewal.current;
    return renewal.reopen === null ? answer(event) : reopen(renewal.reopen, event);
  };

  return {
    async next() {
      if (isOver) return done;
      if (splice !== undefined) return fromSplice(splice);
      const event = await current.events.next();
      if (event.done === true) return done;
      return lineage.generation() === generation && current.operation.isSteady ? answer(event.value) : renew(event.value);
    },
    return() {
      isOver = true;
      return (splice ?? current.events).return();
    },
  };
}

const feedOf = (subscription: OpenSubscription, logger: Logger): AnswerSource => ({
  async next() {
    const event = await subscription.events.next();
    return event.done === true ? done : { done: false, value: await answerEvent(subscription, event.value, logger) };
  },
  return: () => subscription.events.return(),
});
