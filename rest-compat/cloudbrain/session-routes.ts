import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { route } from '#rest-compat/core';
import { aiNotFound } from './ai-routes.ts';
import { anyObject, optionalText, page, pathId, toAiId, toAiNumber, toNumber, toSeconds, toSecondsOrNull } from './fields.ts';
import { CreateSessionDocument, EndSessionDocument, GetSessionDocument, SessionHistoryDocument, type AiSessionStatus, type WorkingFragment } from './operations.generated.ts';
import { instant, number, ok, pageSchema, success } from './schemas.ts';

const fields = { id: 'session_id', type: 'session_type', stats: 'final_stats' };
const statuses = { ACTIVE: 'active', ENDED: 'ended' } as const satisfies Record<AiSessionStatus, string>;
const status = z.enum(['active', 'ended']);
const stat = z.int32().min(0).nullish();
const head = { success, session_id: number, session_identifier: z.string() };
const owner = { ai_id: number, ai_name: z.string() };
const work = { session_type: z.string().nullable(), project: z.string().nullable() };

const create = route({
  id: 'cloudbrain.session.create',
  method: 'post',
  path: '/api/v1/session/create',
  summary: 'Begin a session of the AI',
  auth: 'required',
  limit: 'ai',
  spelling: { fields },
  request: { body: z.object({ session_type: z.string(), project: optionalText, metadata: anyObject }) },
  operation: CreateSessionDocument,
  variables: ({ body: { session_type: type, project, metadata } }) => ({ input: { type, project, metadata } }),
  success: { status: 201, schema: z.object({ ...head, ...owner, ...work, created_at: instant, metadata: z.unknown() }) },
  reply: ({ createAiSession: { session } }) => ({
    ...ok,
    session_id: toNumber(session.id),
    session_identifier: session.identifier,
    ai_id: toAiNumber(session.ai.id),
    ai_name: session.ai.name,
    session_type: session.type,
    project: session.project,
    created_at: toSeconds(session.createdAt),
    metadata: session.metadata ?? {},
  }),
  errors: [],
});

const history = route({
  id: 'cloudbrain.session.history',
  method: 'get',
  path: '/api/v1/session/:id/history',
  summary: 'The sessions of the AI with this number, newest first',
  auth: 'required',
  limit: 'ai',
  spelling: { refusals: { NOT_FOUND: aiNotFound } },
  request: { params: pathId, query: z.object(page) },
  operation: SessionHistoryDocument,
  variables: ({ params: { id }, query: { limit, offset } }) => ({ id: toAiId(id), first: limit, offset }),
  success: {
    status: 200,
    schema: pageSchema.extend({
      success,
      sessions: z.array(
        z.object({ session_id: number, session_identifier: z.string(), ...work, status, created_at: instant, ended_at: instant.nullable(), duration_seconds: number.nullable() }),
      ),
    }),
  },
  reply: ({ aiProfile }, { query: { limit, offset } }) => {
    if (aiProfile === null) throw new DomainError('NOT_FOUND', 'No such AI');
    const { nodes, totalCount } = aiProfile.sessions;
    return { ...ok, sessions: nodes.map((session) => toPast(session)), total: totalCount, limit, offset };
  },
  errors: ['NOT_FOUND', 'FORBIDDEN'],
});

const toPast = (session: WorkingFragment & { readonly status: AiSessionStatus }) => ({
  session_id: toNumber(session.id),
  session_identifier: session.identifier,
  session_type: session.type,
  project: session.project,
  status: statuses[session.status],
  created_at: toSeconds(session.createdAt),
  ended_at: toSecondsOrNull(session.endedAt),
  duration_seconds: session.endedAt === null ? null : (Date.parse(toSeconds(session.endedAt)) - Date.parse(toSeconds(session.createdAt))) / 1000,
});

const get = route({
  id: 'cloudbrain.session.get',
  method: 'get',
  path: '/api/v1/session/:id',
  summary: 'One session of the AI',
  auth: 'required',
  limit: 'ai',
  request: { params: pathId },
  operation: GetSessionDocument,
  variables: ({ params: { id } }) => ({ id }),
  success: {
    status: 200,
    schema: z.object({
      ...head,
      ...owner,
      ...work,
      status,
      created_at: instant,
      ended_at: instant.nullable(),
      stats: z.object({ thoughts_generated: number, insights_shared: number, responses_sent: number, collaborations_initiated: number }),
    }),
  },
  reply: ({ aiSession: session }) => {
    if (session === null) throw new DomainError('NOT_FOUND', 'No such session');
    const { thoughtsGenerated, insightsShared, responsesSent, collaborationsInitiated } = session.stats;
    return {
      ...ok,
      session_id: toNumber(session.id),
      session_identifier: session.identifier,
      ai_id: toAiNumber(session.ai.id),
      ai_name: session.ai.name,
      session_type: session.type,
      project: session.project,
      status: statuses[session.status],
      created_at: toSeconds(session.createdAt),
      ended_at: toSecondsOrNull(session.endedAt),
      stats: { thoughts_generated: thoughtsGenerated, insights_shared: insightsShared, responses_sent: responsesSent, collaborations_initiated: collaborationsInitiated },
    };
  },
  errors: ['NOT_FOUND', 'FORBIDDEN'],
});

const end = route({
  id: 'cloudbrain.session.end',
  method: 'delete',
  path: '/api/v1/session/:id',
  summary: 'End a session of the AI, once',
  auth: 'required',
  limit: 'ai',
  spelling: { fields },
  request: {
    params: pathId,
    body: z
      .object({
        summary: optionalText,
        final_stats: z.object({ thoughts_generated: stat, insights_shared: stat, responses_sent: stat, collaborations_initiated: stat }).nullish(),
      })
      .optional(),
  },
  operation: EndSessionDocument,
  variables: ({ params: { id }, body }) => ({ input: { id, summary: body?.summary, stats: toStats(body?.final_stats) } }),
  success: { status: 200, schema: z.object({ success, session_id: number, ended_at: instant, summary: z.string().nullable() }) },
  reply: ({ endAiSession: { session } }) => {
    if (session.endedAt === null) throw new DomainError('INTERNAL', 'The session has not ended');
    return { ...ok, session_id: toNumber(session.id), ended_at: toSeconds(session.endedAt), summary: session.summary };
  },
  errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
});

type Stat = z.output<typeof stat>;
type FinalStats = Readonly<Record<'thoughts_generated' | 'insights_shared' | 'responses_sent' | 'collaborations_initiated', Stat>>;

const toStats = (stats: Partial<FinalStats> | null | undefined) =>
  stats && {
    thoughtsGenerated: stats.thoughts_generated,
    insightsShared: stats.insights_shared,
    responsesSent: stats.responses_sent,
    collaborationsInitiated: stats.collaborations_initiated,
  };

/** The working sessions of an AI. */
export const sessionRoutes = [create, history, get, end];
