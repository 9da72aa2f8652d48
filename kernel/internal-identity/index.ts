export { createInternalIdentity, type InternalIdentity } from './internal-identity.ts';
