export { type Authenticator } from './authenticator.ts';
export { hasCredentials, readCredentials, readSocketCredentials, type Credentials } from './credentials.ts';
export { issuerOf } from './issuer-of.ts';
export { createJwtVerifier } from './jwt-verifier.ts';
