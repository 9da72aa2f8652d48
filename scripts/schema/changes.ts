import { findBreakingChanges, findDangerousChanges, specifiedRules, validate, NoUnusedFragmentsRule, KnownFragmentNamesRule, type GraphQLSchema } from 'graphql';
import { coordinatesOf, type UsedDocument } from './documents.ts';

/** What became of an API since its release. */
export interface ApiChanges {
  /** In words of graphql-js, with the documents that use what has changed. */
  readonly breaking: readonly { readonly description: string; readonly usedBy: readonly string[] }[];
  readonly dangerous: readonly string[];
  /** Documents that fitted the released API and do not fit the new one. */
  readonly broken: readonly { readonly name: string; readonly errors: readonly string[] }[];
}

/** Compares two schemas, with documents as evidence of use. */
export function apiChanges(released: GraphQLSchema, next: GraphQLSchema, documents: readonly UsedDocument[]): ApiChanges {
  const uses = documents.map((document) => ({ document, coordinates: coordinatesOf(document, released) }));
  return {
    breaking: findBreakingChanges(released, next).map(({ description }) => ({
      description,
      usedBy: uses.filter(({ coordinates }) => coordinates.has(subjectOf(description))).map(({ document }) => document.name),
    })),
    dangerous: findDangerousChanges(released, next).map(({ description }) => description),
    broken: documents.flatMap((document) => {
      const errors = misfits(document, next);
      return errors.length === 0 || misfits(document, released).length > 0 ? [] : [{ name: document.name, errors }];
    }),
  };
}

/** Files hold several operations, and fragments that another file spreads. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule && rule !== KnownFragmentNamesRule);

const misfits = ({ document }: UsedDocument, schema: GraphQLSchema): readonly string[] => validate(schema, document, rules).map(({ message }) => message);

/** The coordinate of what a change is about: graphql-js says it in words only. */
function subjectOf(description: string): string {
  const { field, argument } = /(?<field>\w+\.\w+)(?: arg (?<argument>\w+))?/u.exec(description)?.groups ?? {};
  if (field !== undefined) return argument === undefined ? field : `${field}(${argument})`;
  return /(?:enum|union|input) type (?<type>\w+)/u.exec(description)?.groups?.['type'] ?? /^\w+/u.exec(description)?.[0] ?? '';
}
