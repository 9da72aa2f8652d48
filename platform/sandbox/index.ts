export { createSandbox, requireSandbox, type SandboxOffer } from './create-sandbox.ts';
export type { Sandbox, SandboxEnd, SandboxLimits, SandboxProcess, SandboxSpec } from './sandbox.ts';
