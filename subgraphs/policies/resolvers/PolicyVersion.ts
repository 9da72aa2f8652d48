import type { PolicyVersionResolvers } from '../schema.generated.ts';

export const PolicyVersion: PolicyVersionResolvers = {
  __resolveReference: ({ policyName, version: named }, { registry }) => registry.find(policyName)?.versions.find(({ version }) => version === named) ?? null,
  policyName: ({ policy }) => policy.name,
  runtime({ engine }) {
    if (engine === null) return null;
    return engine.runtime === 'native' ? 'NATIVE' : 'WASM';
  },
  sizeBytes: ({ files }) => files.sizeBytes,
  sha256: ({ files }) => files.sha256,
  hiddenLength: ({ engine }) => engine?.shape.hiddenLength ?? null,
  memorySlots: ({ engine }) => engine?.shape.memorySlots ?? null,
  memoryWidth: ({ engine }) => engine?.shape.memoryWidth ?? null,
  goldenDifference: ({ engine }) => engine?.goldenDifference ?? null,
};
