/** The five documented APIs each have a realm of accounts; `cyborg` and `dev8` also know principals without an account. */
export const realms = ['cds', 'cyborg', 'dev8', 'evm', 'cosmos', 'cb'] as const;
export type Realm = (typeof realms)[number];

/** Who acts, over all realms: `realm:id`, such as `cds:32` or `evm:0x…`. Owner columns store only this. */
export type Subject = `${Realm}:${string}`;

/** What a principal may do; `@requiresScopes` in the schema names these. */
export type Scope =
  | 'llm' | 'fs' | 'run' | 'wasm' | 'micro' | 'project' | 'agent' | 'environments'
  | 'policy' | 'deployments' | 'chat' | 'collaboration' | 'admin';

/** The caller of a request, whatever the credential was. */
export interface Principal {
  readonly subject: Subject;
  /** `asserted`: the caller only named itself (a header); such a principal is never accepted on /graphql. */
  readonly assurance: 'verified' | 'asserted';
  readonly role: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The token or key behind this request; null where there is none. */
  readonly session: string | null;
}

const developerScopes: readonly Scope[] = ['llm', 'fs', 'run', 'wasm', 'micro', 'project', 'agent', 'environments'];
const realmScopes: Readonly<Record<Realm, readonly Scope[]>> = {
  cds: developerScopes,
  cyborg: ['policy'],
  dev8: ['environments'],
  evm: ['deployments', 'chat'],
  cosmos: ['deployments', 'chat'],
  cb: ['collaboration'],
};
const allScopes: readonly Scope[] = [...new Set<Scope>([...Object.values(realmScopes).flat(), 'admin'])];

/** The fixed table of scopes: by realm, and all of them for an administrator of CyberDevStudio. */
export function scopesOf(realm: Realm, role: string): ReadonlySet<Scope> {
  return new Set(realm === 'cds' && role === 'admin' ? allScopes : realmScopes[realm]);
}

/** Narrows any text to a scope. */
export const isScope = (text: string): text is Scope => allScopes.some((scope) => scope === text);

/** Joins a realm and a local id to a subject. */
export const toSubject = (realm: Realm, id: string | number): Subject => `${realm}:${id}`;

/** Splits a subject; null when the text is none. */
export function parseSubject(text: string): { readonly realm: Realm; readonly id: string } | null {
  const colon = text.indexOf(':');
  const realm = realms.find((name) => name === text.slice(0, colon));
  return realm === undefined || colon === text.length - 1 ? null : { realm, id: text.slice(colon + 1) };
}

/** True when `principal` is `subject` itself or an administrator. */
export const mayActFor = (principal: Principal, subject: string): boolean => principal.subject === subject || principal.scopes.has('admin');
