const maxPayloadLength = 8192;

/** The issuer that a JSON Web Token claims, unverified: good for choosing who verifies it, and for nothing else. Null when it claims none. */
export function issuerOf(token: string): string | null {
  const [, payload] = token.split('.', 3);
  if (payload === undefined || payload.length > maxPayloadLength) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'iss' in claims && typeof claims.iss === 'string' ? claims.iss : null;
  } catch {
    return null;
  }
}
