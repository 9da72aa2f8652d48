import { Kind, OperationTypeNode, valueFromAST, type FieldNode, type GraphQLField, type GraphQLObjectType, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { fieldsInAllParts, type FieldShape, type ObjectShape, type ValueShape } from '../answer/response-shape.ts';
import { isData, isList, type Data } from '../data.ts';
import type { CheckedOperation } from '../document/checked-operation.ts';
import { conditionOf, holds, type Condition } from '../document/conditions.ts';
import type { OperationDocument } from '../document/operation-document.ts';
import type { CacheRules } from './cache-rules.ts';

/** The tags of an answer; null when one cannot be told, because the operation does not select a field that it is made of. */
export type TagsOfAnswer = (data: Data, variables: SubgraphVariables) => readonly string[] | null;

/** What the tags of an answer can be told from. */
interface TagOptions {
  readonly schema: GraphQLSchema;
  readonly tags: CacheRules['tags'];
}

/** Tags beyond this many are not an answer that is worth keeping. */
const maxTags = 1_000;

/** Thrown inside, because it ends a walk however deep it is. */
class UntoldTag extends Error {}

/** Compiles the tags of the answers of one shape: those of the fields that it has, and of the objects that are in it. */
export function createTagsOfAnswer(shape: ObjectShape, options: TagOptions): TagsOfAnswer {
  return (data, variables) => {
    const found = new Set<string>();
    try {
      collectObject(shape, data, { ...options, variables, found });
    } catch (reason) {
      if (reason instanceof UntoldTag) return null;
      throw reason;
    }
    return found.size > maxTags ? null : [...found];
  };
}

interface Collecting extends TagOptions {
  readonly variables: SubgraphVariables;
  readonly found: Set<string>;
}

function collectObject(shape: ObjectShape, data: Data, collecting: Collecting): void {
  const { tags, variables, found } = collecting;
  for (const template of tags.get(shape.type.name) ?? []) found.add(fillTemplate(template, (name) => data[dataKeyOf(name, shape)]));
  for (const field of fieldsInAllParts(shape)) {
    if (field.denied || (field.included !== null && !field.included(variables))) continue;
    collectField(field, shape, collecting);
    collectValue(field.value, data[field.dataKey], collecting);
  }
}

/** Where a field is in the data, under whatever name it was asked for. */
const dataKeyOf = (name: string, { fields }: ObjectShape): string =>
  fields.find(({ nodes: [node] }) => node?.name.value === name && (node.arguments ?? []).length === 0)?.dataKey ?? name;

function collectField({ coordinate, nodes: [node] }: FieldShape, { type }: ObjectShape, { tags, variables, found }: Collecting): void {
  const templates = tags.get(coordinate);
  if (templates === undefined || node === undefined || !('getFields' in type)) return;
  const argument = argumentsOf(type.getFields()[node.name.value], node, variables);
  for (const template of templates) found.add(fillTemplate(template, argument));
}

function collectValue(shape: ValueShape, value: unknown, collecting: Collecting): void {
  if (shape.kind === 'list') {
    if (isList(value)) for (const item of value) collectValue(shape.item, item, collecting);
  } else if (shape.kind === 'object' && isData(value)) {
    const inner = shape.shapeOf(value['__typename']);
    if (inner !== undefined) collectObject(inner, value, collecting);
  }
}

/** The tags that a mutation invalidates with these variables; those that cannot be told are left out. Null when it never invalidates any. */
export function compileInvalidation({ document, schema }: CheckedOperation, { invalidations }: CacheRules): ((variables: SubgraphVariables) => readonly string[]) | null {
  const type = document.operation.operation === OperationTypeNode.MUTATION ? schema.getMutationType() : undefined;
  if (type === undefined || type === null || invalidations.size === 0) return null;
  const templates = rootSelections(document).flatMap(({ node, condition }) => (invalidations.get(`${type.name}.${node.name.value}`) ?? []).map((template) => ({ node, condition, template })));
  if (templates.length === 0) return null;
  return (variables) => templates.filter(({ condition }) => holds(condition, variables)).flatMap(({ node, template }) => tagOf(template, type, { node, variables }) ?? []);
}

interface RootSelection {
  readonly node: FieldNode;
  readonly condition: Condition;
}

/** The fields of the root, those of fragments among them. */
function rootSelections({ operation, fragments }: OperationDocument): readonly RootSelection[] {
  const collect = (set: SelectionSetNode | undefined, outer: Condition): readonly RootSelection[] =>
    (set?.selections ?? []).flatMap((selection) => {
      const condition = conditionOf(selection, outer);
      if (condition === null) return [];
      if (selection.kind === Kind.FIELD) return [{ node: selection, condition }];
      return collect(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet, condition);
    });
  return collect(operation.selectionSet, []);
}

function tagOf(template: string, type: GraphQLObjectType, { node, variables }: { readonly node: FieldNode; readonly variables: SubgraphVariables }): string | null {
  try {
    return fillTemplate(template, argumentsOf(type.getFields()[node.name.value], node, variables));
  } catch (reason) {
    if (reason instanceof UntoldTag) return null;
    throw reason;
  }
}

/** Reads arguments, also inside of an input object: `input.id`. */
function argumentsOf(field: GraphQLField<unknown, unknown> | undefined, node: FieldNode, variables: SubgraphVariables): (path: string) => unknown {
  return (path) => {
    const [name = '', ...below] = path.split('.');
    const argument = field?.args.find((candidate) => candidate.name === name);
    const given = node.arguments?.find((candidate) => candidate.name.value === name)?.value;
    if (argument === undefined) return undefined;
    const value: unknown = given === undefined ? argument.defaultValue : valueFromAST(given, argument.type, variables) ?? argument.defaultValue;
    return below.reduce<unknown>((within, key) => (isData(within) && Object.hasOwn(within, key) ? within[key] : undefined), value);
  };
}

/** A tag with its places filled; what is no text, number or truth value cannot be told. */
function fillTemplate(template: string, valueOf: (name: string) => unknown): string {
  return template.replaceAll(/\{([\w.]+)\}/gu, (_, name: string) => {
    const value = valueOf(name);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new UntoldTag();
    return String(value);
  });
}
