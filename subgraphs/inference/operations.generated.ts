/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type OwnOpeningBalanceQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnOpeningBalanceQuery = { readonly me: { readonly openingTokenBalance: number | null } | null };

export type OpeningBalanceQueryVariables = Exact<{
  userId: string | number;
}>;


export type OpeningBalanceQuery = { readonly user: { readonly openingTokenBalance: number | null } | null };


export const OwnOpeningBalanceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnOpeningBalance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openingTokenBalance"}}]}}]}}]} as unknown as DocumentNode<OwnOpeningBalanceQuery, OwnOpeningBalanceQueryVariables>;
export const OpeningBalanceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OpeningBalance"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"userId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"userId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openingTokenBalance"}}]}}]}}]} as unknown as DocumentNode<OpeningBalanceQuery, OpeningBalanceQueryVariables>;