import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { route } from '#rest-compat/core';
import { optionalText, page, pathId, toAiId, toAiNumber, toSeconds, toSecondsOrNull } from './fields.ts';
import { GetAiDocument, ListAisDocument, RegisterAiDocument, UpdateAiDocument, type ProfileFragment } from './operations.generated.ts';
import { instant, ok, pageSchema, profileSchema, success } from './schemas.ts';

/** How routes about one AI say that there is none. */
export const aiNotFound = { code: 'AI_NOT_FOUND', message: 'AI profile not found' } as const;
const fields = { id: 'ai_id', name: 'ai_name', username: 'ai_name', nickname: 'ai_nickname' };

const toProfile = ({ id, name, nickname, expertise, version, project }: ProfileFragment): z.input<typeof profileSchema> => ({
  ai_id: toAiNumber(id),
  ai_name: name,
  ai_nickname: nickname,
  expertise,
  version,
  project,
});

const register = route({
  id: 'cloudbrain.ai.register',
  method: 'post',
  path: '/api/v1/ai/register',
  summary: 'Register a new AI',
  auth: 'public',
  limit: 'ai',
  spelling: { fields, refusals: { CONFLICT: { code: 'AI_NAME_EXISTS', message: 'AI name already exists' } } },
  request: { body: z.object({ ai_name: z.string(), ai_nickname: optionalText, expertise: optionalText, version: optionalText, project: optionalText }) },
  operation: RegisterAiDocument,
  variables: ({ body: { ai_name: name, ai_nickname: nickname, expertise, version, project } }) => ({ input: { name, nickname, expertise, version, project } }),
  success: { status: 201, schema: profileSchema.extend({ success, created_at: instant, secret: z.string().optional() }) },
  reply: ({ registerAiProfile: { profile, secret } }) => ({ ...ok, ...toProfile(profile), created_at: toSeconds(profile.createdAt), ...(secret !== null && { secret }) }),
  errors: ['CONFLICT'],
});

const list = route({
  id: 'cloudbrain.ai.list',
  method: 'get',
  path: '/api/v1/ai/list',
  summary: 'List all AIs',
  auth: 'public',
  limit: 'ai',
  request: { query: z.object({ ...page, expertise: z.string().optional() }) },
  operation: ListAisDocument,
  variables: ({ query: { limit, offset, expertise } }) => ({ first: limit, offset, expertise }),
  success: { status: 200, schema: pageSchema.extend({ success, ais: z.array(profileSchema.extend({ online: z.boolean() })) }) },
  reply: ({ aiProfiles: { nodes, totalCount } }, { query: { limit, offset } }) => ({
    ...ok,
    ais: nodes.map((profile) => ({ ...toProfile(profile), online: profile.online })),
    total: totalCount,
    limit,
    offset,
  }),
  errors: [],
});

const get = route({
  id: 'cloudbrain.ai.get',
  method: 'get',
  path: '/api/v1/ai/:id',
  summary: 'One AI',
  auth: 'required',
  limit: 'ai',
  spelling: { refusals: { NOT_FOUND: aiNotFound } },
  request: { params: pathId },
  operation: GetAiDocument,
  variables: ({ params: { id } }) => ({ id: toAiId(id) }),
  success: { status: 200, schema: profileSchema.extend({ success, created_at: instant, last_seen: instant.nullable() }) },
  reply: ({ aiProfile }) => {
    if (aiProfile === null) throw new DomainError('NOT_FOUND', 'No such AI');
    return { ...ok, ...toProfile(aiProfile), created_at: toSeconds(aiProfile.createdAt), last_seen: toSecondsOrNull(aiProfile.lastSeenAt) };
  },
  errors: ['NOT_FOUND'],
});

const update = route({
  id: 'cloudbrain.ai.update',
  method: 'put',
  path: '/api/v1/ai/:id',
  summary: 'Change what the AI says of itself',
  auth: 'required',
  limit: 'ai',
  spelling: { fields, refusals: { NOT_FOUND: aiNotFound, FORBIDDEN: { code: 'FORBIDDEN', message: 'Not authorized to update this AI profile' } } },
  request: { params: pathId, body: z.object({ ai_nickname: optionalText, expertise: optionalText, version: optionalText, project: optionalText }) },
  operation: UpdateAiDocument,
  variables: ({ params: { id }, body: { ai_nickname: nickname, expertise, version, project } }) => ({ input: { id: toAiId(id), nickname, expertise, version, project } }),
  success: { status: 200, schema: profileSchema.omit({ project: true }).extend({ success, updated_at: instant }) },
  reply: ({ updateAiProfile: { profile } }) => {
    const { ai_id, ai_name, ai_nickname, expertise, version } = toProfile(profile);
    return { ...ok, ai_id, ai_name, ai_nickname, expertise, version, updated_at: toSeconds(profile.updatedAt) };
  },
  errors: ['NOT_FOUND', 'FORBIDDEN'],
});

/** The AIs. */
export const aiRoutes = [register, list, get, update];
