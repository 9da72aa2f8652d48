import { GraphQLError, visit, type DocumentNode } from 'graphql';
import type { Preparation } from '../../engine/index.ts';

/** What a client gets to see of a preparation. */
export type Screen = (preparation: Preparation) => Preparation;

const openScreen: Screen = (preparation) => preparation;

/**
 * While introspection is off, refuses documents that ask for `__schema` or `__type` and takes suggestions out of validation errors, which would tell the names
 * of the schema one by one. `__typename` stays: clients cannot do without.
 */
export function createIntrospectionSwitch(isOn: boolean): Screen {
  if (isOn) return openScreen;
  const screened = new WeakMap<Preparation, Preparation>();
  return (preparation) => {
    const known = screened.get(preparation);
    if (known !== undefined) return known;
    const seen = screen(preparation);
    screened.set(preparation, seen);
    return seen;
  };
}

function screen(preparation: Preparation): Preparation {
  if (preparation.kind === 'refused') return { kind: 'refused', errors: preparation.errors.map(withoutSuggestions) };
  return introspects(preparation.document) ? refused : preparation;
}

const refused: Preparation = {
  kind: 'refused',
  errors: [new GraphQLError('Introspection is switched off on this server (GRAPHQL_INTROSPECTION)', { extensions: { code: 'INTROSPECTION_DISABLED' } })],
};

function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Field: ({ name }) => void (found ||= name.value === '__schema' || name.value === '__type') });
  return found;
}

function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*\?$/su, '');
  return message === error.message ? error : new GraphQLError(message, { source: error.source, positions: error.positions, extensions: error.extensions });
}
