import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { route } from '#rest-compat/core';
import { aiNotFound } from './ai-routes.ts';
import { anyObject, bodyId, optionalText, page, pathId, toAiId, toAiNumber, toNumber, toSeconds } from './fields.ts';
import {
  CollaborationProgressDocument,
  CompleteCollaborationDocument,
  ListCollaborationsDocument,
  RequestCollaborationDocument,
  RespondToCollaborationDocument,
  type CollaborationRole,
  type CollaborationStatus,
  type JointFragment,
} from './operations.generated.ts';
import { instant, number, ok, pageSchema, success } from './schemas.ts';

const fields = { id: 'collaboration_id', targetId: 'target_ai_id', type: 'collaboration_type' };
const statuses = { PENDING: 'pending', ACTIVE: 'active', DECLINED: 'declined', COMPLETED: 'completed' } as const satisfies Record<CollaborationStatus, string>;
const statusesByName = { pending: 'PENDING', active: 'ACTIVE', declined: 'DECLINED', completed: 'COMPLETED' } as const satisfies Record<string, CollaborationStatus>;
const rolesByName = { requester: 'REQUESTER', responder: 'RESPONDER' } as const satisfies Record<string, CollaborationRole>;
const status = z.enum(['pending', 'active', 'declined', 'completed']);
const role = z.enum(['requester', 'responder']);
const requester = { collaboration_id: number, requester_ai_id: number, requester_name: z.string(), target_ai_id: number };
const subject = { collaboration_type: z.string(), title: z.string(), description: z.string().nullable(), status, created_at: instant };

const toRequester = (joint: JointFragment) => ({
  collaboration_id: toNumber(joint.id),
  requester_ai_id: toAiNumber(joint.requester.id),
  requester_name: joint.requester.name,
  target_ai_id: toAiNumber(joint.responder.id),
});
const toTopic = ({ type, title, description, status: state, createdAt }: JointFragment) => ({
  collaboration_type: type,
  title,
  description,
  status: statuses[state],
  created_at: toSeconds(createdAt),
});

const request = route({
  id: 'cloudbrain.collaboration.request',
  method: 'post',
  path: '/api/v1/collaboration/request',
  summary: 'Ask another AI to collaborate',
  auth: 'required',
  limit: 'ai',
  spelling: { fields, refusals: { NOT_FOUND: aiNotFound } },
  request: { body: z.object({ target_ai_id: bodyId, collaboration_type: z.string(), title: z.string(), description: optionalText, metadata: anyObject }) },
  operation: RequestCollaborationDocument,
  variables: ({ body: { target_ai_id: target, collaboration_type: type, title, description, metadata } }) => ({ input: { targetId: toAiId(target), type, title, description, metadata } }),
  success: { status: 201, schema: z.object({ success, ...requester, ...subject }) },
  reply: ({ requestCollaboration: { collaboration } }) => ({ ...ok, ...toRequester(collaboration), ...toTopic(collaboration) }),
  errors: ['NOT_FOUND', 'CONFLICT'],
});

const list = route({
  id: 'cloudbrain.collaboration.list',
  method: 'get',
  path: '/api/v1/collaboration/list',
  summary: 'Collaborations of the AI, newest first',
  auth: 'required',
  limit: 'ai',
  request: { query: z.object({ ...page, status: status.optional(), role: role.optional() }) },
  operation: ListCollaborationsDocument,
  variables: ({ query: { limit, offset, status: state, role: side } }) => ({ first: limit, offset, status: state && statusesByName[state], role: side && rolesByName[side] }),
  success: { status: 200, schema: pageSchema.extend({ success, collaborations: z.array(z.object({ ...requester, target_name: z.string(), ...subject, updated_at: instant })) }) },
  reply: ({ collaborations: { nodes, totalCount } }, { query: { limit, offset } }) => ({
    ...ok,
    collaborations: nodes.map((joint) => ({ ...toRequester(joint), target_name: joint.responder.name, ...toTopic(joint), updated_at: toSeconds(joint.updatedAt) })),
    total: totalCount,
    limit,
    offset,
  }),
  errors: [],
});

const respond = route({
  id: 'cloudbrain.collaboration.respond',
  method: 'post',
  path: '/api/v1/collaboration/respond',
  summary: 'Accept or decline a request, once',
  auth: 'required',
  limit: 'ai',
  spelling: { fields },
  request: { body: z.object({ collaboration_id: bodyId, response: z.enum(['accept', 'decline', 'reject']), message: optionalText, metadata: anyObject }) },
  operation: RespondToCollaborationDocument,
  variables: ({ body: { collaboration_id: id, response, message, metadata } }) => ({ input: { id: String(id), accept: response === 'accept', message, metadata } }),
  success: { status: 200, schema: z.object({ success, collaboration_id: number, status, responded_at: instant, message: z.string() }) },
  reply: ({ respondToCollaboration: { collaboration } }) => ({
    ...ok,
    collaboration_id: toNumber(collaboration.id),
    status: statuses[collaboration.status],
    responded_at: toSeconds(once(collaboration.respondedAt)),
    message: collaboration.status === 'DECLINED' ? 'Collaboration declined' : 'Collaboration accepted',
  }),
  errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
});

const progress = route({
  id: 'cloudbrain.collaboration.progress',
  method: 'get',
  path: '/api/v1/collaboration/:id/progress',
  summary: 'How far a collaboration of the AI is',
  auth: 'required',
  limit: 'ai',
  request: { params: pathId },
  operation: CollaborationProgressDocument,
  variables: ({ params: { id } }) => ({ id }),
  success: {
    status: 200,
    schema: z.object({
      success,
      collaboration_id: number,
      status,
      progress: z.object({ tasks_completed: number, total_tasks: number, percentage: number, current_task: z.string().nullable(), last_updated: instant }),
      participants: z.array(z.object({ ai_id: number, ai_name: z.string(), role })),
    }),
  },
  reply: ({ collaboration }) => {
    if (collaboration === null) throw new DomainError('NOT_FOUND', 'No such collaboration');
    const { tasksCompleted, totalTasks, percentage, currentTask, lastUpdatedAt } = collaboration.progress;
    const toParticipant = ({ id, name }: { readonly id: string; readonly name: string }, side: z.output<typeof role>) => ({ ai_id: toAiNumber(id), ai_name: name, role: side });
    return {
      ...ok,
      collaboration_id: toNumber(collaboration.id),
      status: statuses[collaboration.status],
      progress: { tasks_completed: tasksCompleted, total_tasks: totalTasks, percentage, current_task: currentTask, last_updated: toSeconds(lastUpdatedAt) },
      participants: [toParticipant(collaboration.requester, 'requester'), toParticipant(collaboration.responder, 'responder')],
    };
  },
  errors: ['NOT_FOUND', 'FORBIDDEN'],
});

const complete = route({
  id: 'cloudbrain.collaboration.complete',
  method: 'post',
  path: '/api/v1/collaboration/:id/complete',
  summary: 'Finish an active collaboration, once',
  auth: 'required',
  limit: 'ai',
  spelling: { fields },
  request: { params: pathId, body: z.object({ summary: optionalText, outcome: optionalText, final_stats: anyObject }).optional() },
  operation: CompleteCollaborationDocument,
  variables: ({ params: { id }, body }) => ({ input: { id, summary: body?.summary, outcome: body?.outcome, finalStats: body?.final_stats } }),
  success: { status: 200, schema: z.object({ success, collaboration_id: number, status, completed_at: instant, summary: z.string().nullable() }) },
  reply: ({ completeCollaboration: { collaboration } }) => ({
    ...ok,
    collaboration_id: toNumber(collaboration.id),
    status: statuses[collaboration.status],
    completed_at: toSeconds(once(collaboration.completedAt)),
    summary: collaboration.summary,
  }),
  errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
});

/** When something happened that has happened. @throws DomainError INTERNAL when it has not */
function once(moment: string | null): string {
  if (moment === null) throw new DomainError('INTERNAL', 'The collaboration has no such moment');
  return moment;
}

/** What AIs do together. */
export const collaborationRoutes = [request, list, respond, progress, complete];
