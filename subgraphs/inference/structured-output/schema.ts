/** The types of JSON Schema. */
export const typeNames = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'] as const;
export type TypeName = (typeof typeNames)[number];

/** A schema in the one spelling (2020-12) that the rest of this folder reads; it is also what the validator is made of. */
export type Schema = boolean | SchemaObject;

export interface SchemaObject {
  readonly type?: readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A schema and how to name its places in refusals. */
export interface SchemaDocument {
  /** What the caller calls it. */
  readonly field: string;
  readonly root: Schema;
  /** Where a part stands: the field and a JSON pointer, such as `schema#/properties/age`. */
  placeOf(schema: Schema): string;
  /** The part that a `$ref` names. @throws DomainError BAD_USER_INPUT when there is none, UNSUPPORTED_PARAMETER for other documents and anchors */
  resolve(reference: string, from: SchemaObject): Schema;
}
