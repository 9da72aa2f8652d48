import { allMethods, rpcErrors, rpcRoute, rpcSocket, toOpenRpc, type RpcApi, type SurfaceDefinition } from '#rest-compat/core';
import { modelCalls } from '../llm/model-calls.ts';
import { fsMethods } from './fs-methods.ts';
import { llmAdminMethods } from './llm-admin-methods.ts';
import { llmMethods } from './llm-methods.ts';
import { microMethods } from './micro-methods.ts';
import { projectMethods } from './project-methods.ts';
import { runMethods } from './run-methods.ts';
import { wasmMethods } from './wasm-methods.ts';

export interface ApiSurfaceOptions {
  readonly ratePerMinute: number;
}

const about = {
  title: 'CyberDevStudio API gateway',
  description:
    'Files, projects, programs in sandboxes, WebAssembly, micro sessions and language models over JSON-RPC 2.0, by `POST /rpc` and over the WebSocket `/ws`; `/openrpc.json` lists the methods. A token or an API key goes into `Authorization: Bearer`; an API key also into `X-API-Key`; a WebSocket takes them as `?token=` and `?api_key=` too.',
  url: 'http://localhost:6813',
};

/** The largest request: a write of 8 MiB in base64, several times over in a batch. */
const maxBodyBytes = 32 * 1024 * 1024;
const deadlineMs = 600_000;

/** The methods of the CyberDevStudio API gateway. */
const api: RpcApi = {
  ...about,
  path: '/rpc',
  socketPath: '/ws',
  limit: 'rpc',
  deadlineMs,
  maxMessageBytes: maxBodyBytes,
  methods: [...fsMethods, ...projectMethods, ...runMethods, ...wasmMethods, ...microMethods, ...llmMethods, ...llmAdminMethods],
};

/** The OpenRPC document of the gateway. */
export const apiOpenRpc = (): object => toOpenRpc(api, allMethods(api));

/** The CyberDevStudio API gateway; `ratePerMinute` counts the `llm.*` calls of an address that nobody signed in from; those of a user the graph counts. */
export const apiSurface = ({ ratePerMinute }: ApiSurfaceOptions): SurfaceDefinition => ({
  ...about,
  name: 'studio-api',
  routes: [rpcRoute(api)],
  sockets: [rpcSocket(api)],
  documents: { '/openrpc.json': apiOpenRpc() },
  wire: rpcErrors,
  credentials: ['bearer', 'apiKey'],
  limits: {
    rpc: { per: 'user', windows: [{ points: 60_000, seconds: 60 }] },
    llm: { per: 'user', windows: [{ points: ratePerMinute, seconds: 60 }], counter: modelCalls },
  },
  bodyLimitBytes: maxBodyBytes,
  deadlineMs,
  servesMetrics: true,
});
