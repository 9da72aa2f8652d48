/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Whom a token of CyborgMind is for. */
export type IssueCyborgTokenInput = {
  /** Further claims, an object of at most 4 KiB; none of those that a token has anyway (sub, iat, exp, iss, aud, nbf, jti). */
  readonly claims?: unknown;
  /** Left out: as this installation is configured. */
  readonly expiryMinutes?: number | null | undefined;
  /** 1 to 256 characters; the token acts as `cyborg:<subject>`. */
  readonly subject: string;
};

/** What kind of actions a policy takes. */
export type PolicyActionKind =
  /** A number for each of `actionSize` dimensions. It is not clipped: its log-probability is that of the number returned. */
  | 'CONTINUOUS'
  /** One of `actionSize` choices, counted from 0. */
  | 'DISCRETE';

/** How a version of a policy stands. */
export type PolicyVersionState =
  /** It answers. */
  | 'LOADED'
  /** It cannot be used; `refusal` says why. */
  | 'REFUSED'
  /** It answers the agents that began with it, takes no new ones, and is unloaded when the last of them is reset or released. */
  | 'RETIRING'
  /** It is known and can be loaded. */
  | 'UNLOADED';

/** Which agent to forget. */
export type ReleasePolicyAgentInput = {
  readonly agentId: string | number;
  /** Left out: the default policy. */
  readonly policy?: string | number | null | undefined;
};

/** Which agent to reset. */
export type ResetPolicyAgentInput = {
  readonly agentId?: string | number;
  /** Left out: the default policy. */
  readonly policy?: string | number | null | undefined;
  /** Whether its steps are recorded; left out: as before, or as the policy is set. */
  readonly record?: boolean | null | undefined;
  /** Makes its sampled actions repeatable; left out: they are not. */
  readonly seed?: number | null | undefined;
  /** A version or an alias; left out: the version of `latest`. */
  readonly version?: string | number | null | undefined;
};

/** One observation for each of several agents. */
export type StepPoliciesInput = {
  /** As many as observations; an agent named twice takes both steps, in order. Left out: every row is a fresh agent that is forgotten afterwards. */
  readonly agentIds?: ReadonlyArray<string | number> | null | undefined;
  /** Whether an unknown agent is made; otherwise the whole call is refused. */
  readonly createMissing?: boolean;
  readonly deterministic?: boolean;
  readonly observations: ReadonlyArray<ReadonlyArray<number>>;
  /** Left out: the default policy. */
  readonly policy?: string | number | null | undefined;
  /** A version or an alias, for fresh agents; left out: the version of `latest`. Refused beside `agentIds`, because an agent keeps its version. */
  readonly version?: string | number | null | undefined;
};

/** One observation of one agent. */
export type StepPolicyInput = {
  readonly agentId?: string | number;
  /** True takes the likeliest action, false samples one. */
  readonly deterministic?: boolean;
  /** As long as the policy's `observationLength`. */
  readonly observation: ReadonlyArray<number>;
  /** Left out: the default policy. */
  readonly policy?: string | number | null | undefined;
};

export type ResetMutationVariables = Exact<{
  input: ResetPolicyAgentInput;
}>;


export type ResetMutation = { readonly resetPolicyAgent: { readonly agent: { readonly id: string } } };

export type StepMutationVariables = Exact<{
  input: StepPolicyInput;
}>;


export type StepMutation = { readonly stepPolicy: { readonly agentId: string, readonly action: number | readonly number[], readonly value: number, readonly logProb: number } };

export type StepBatchMutationVariables = Exact<{
  input: StepPoliciesInput;
}>;


export type StepBatchMutation = { readonly stepPolicies: { readonly agentIds: ReadonlyArray<string>, readonly actions: ReadonlyArray<number | readonly number[]>, readonly values: ReadonlyArray<number>, readonly logProbs: ReadonlyArray<number> } };

export type StreamStepMutationVariables = Exact<{
  input: StepPolicyInput;
}>;


export type StreamStepMutation = { readonly stepPolicy: { readonly action: number | readonly number[], readonly value: number, readonly pressure: number } };

export type ReleaseMutationVariables = Exact<{
  input: ReleasePolicyAgentInput;
}>;


export type ReleaseMutation = { readonly releasePolicyAgent: { readonly released: boolean } };

export type IssueTokenMutationVariables = Exact<{
  input: IssueCyborgTokenInput;
}>;


export type IssueTokenMutation = { readonly issueCyborgToken: { readonly token: string, readonly expiresAt: string, readonly subject: string } };

export type InferenceModelQueryVariables = Exact<{
  name: string | number;
}>;


export type InferenceModelQuery = { readonly policy: { readonly name: string, readonly observationLength: number, readonly actionKind: PolicyActionKind, readonly actionSize: number, readonly currentVersion: { readonly version: string } | null, readonly versions: ReadonlyArray<{ readonly version: string, readonly state: PolicyVersionState }> } | null };

export type InferMutationVariables = Exact<{
  steps: StepPoliciesInput;
  start?: boolean;
  reset?: ResetPolicyAgentInput;
  end?: boolean;
  release?: ReleasePolicyAgentInput;
}>;


export type InferMutation = { readonly resetPolicyAgent?: { readonly agent: { readonly id: string } }, readonly stepPolicies: { readonly actions: ReadonlyArray<number | readonly number[]>, readonly values: ReadonlyArray<number>, readonly logProbs: ReadonlyArray<number>, readonly pressures: ReadonlyArray<number> }, readonly releasePolicyAgent?: { readonly released: boolean } };


export const ResetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Reset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPolicyAgentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetPolicyAgent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<ResetMutation, ResetMutationVariables>;
export const StepDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Step"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepPolicyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stepPolicy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agentId"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"logProb"}}]}}]}}]} as unknown as DocumentNode<StepMutation, StepMutationVariables>;
export const StepBatchDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StepBatch"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepPoliciesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stepPolicies"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agentIds"}},{"kind":"Field","name":{"kind":"Name","value":"actions"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"logProbs"}}]}}]}}]} as unknown as DocumentNode<StepBatchMutation, StepBatchMutationVariables>;
export const StreamStepDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StreamStep"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepPolicyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stepPolicy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"pressure"}}]}}]}}]} as unknown as DocumentNode<StreamStepMutation, StreamStepMutationVariables>;
export const ReleaseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Release"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReleasePolicyAgentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"releasePolicyAgent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"released"}}]}}]}}]} as unknown as DocumentNode<ReleaseMutation, ReleaseMutationVariables>;
export const IssueTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"IssueToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"IssueCyborgTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issueCyborgToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}}]}}]}}]} as unknown as DocumentNode<IssueTokenMutation, IssueTokenMutationVariables>;
export const InferenceModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"InferenceModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"observationLength"}},{"kind":"Field","name":{"kind":"Name","value":"actionKind"}},{"kind":"Field","name":{"kind":"Name","value":"actionSize"}},{"kind":"Field","name":{"kind":"Name","value":"currentVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]} as unknown as DocumentNode<InferenceModelQuery, InferenceModelQueryVariables>;
export const InferDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Infer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"steps"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepPoliciesInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"start"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":false}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reset"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResetPolicyAgentInput"}}},"defaultValue":{"kind":"ObjectValue","fields":[]}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"end"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":false}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"release"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReleasePolicyAgentInput"}}},"defaultValue":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"agentId"},"value":{"kind":"StringValue","value":"","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resetPolicyAgent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reset"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"start"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"stepPolicies"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"steps"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actions"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"logProbs"}},{"kind":"Field","name":{"kind":"Name","value":"pressures"}}]}},{"kind":"Field","name":{"kind":"Name","value":"releasePolicyAgent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"release"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"end"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"released"}}]}}]}}]} as unknown as DocumentNode<InferMutation, InferMutationVariables>;