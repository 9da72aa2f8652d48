export { createGatewayTransport, type GatewayTransport } from './gateway-transport.ts';
export { type ReadinessCheck } from './pages/probes.ts';
