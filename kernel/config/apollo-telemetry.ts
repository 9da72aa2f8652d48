/** Keeps @apollo/gateway from sending telemetry out, which it does unless its environment says otherwise when it is constructed. */
export function silenceApollo(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
