import path from 'node:path';
import { createSandbox } from '#platform/sandbox';
import { createTenantDisk } from '#platform/tenant-disk';
import { createExecutionSubgraph } from '#subgraphs/execution';
import { createWorkspaceSubgraph } from '#subgraphs/workspace';
import type { Foundation } from './foundation.ts';
import type { NamedSubgraph } from './started-subgraph.ts';

/**
 * The two domains that share the disk of the tenants; one process serves both. Whoever has the workspaces goes for the execution next, so that two processes that
 * start together do not get one each.
 */
export async function startTenantDomains({ config: { execution: config }, database, lifecycle, metrics, logger }: Foundation, { must }: { readonly must: boolean }): Promise<NamedSubgraph[]> {
  const disk = createTenantDisk({ folder: path.join(config.folder, 'workspaces'), limits: config.workspace });
  const offer = await createSandbox({ driver: config.driver, folder: path.join(config.folder, 'sandbox'), logger });
  if (offer.sandbox === null) logger.warn({ component: 'sandbox', reason: offer.reason }, 'there is no sandbox: programs and native micro sessions are refused');
  lifecycle.onStop('children', 'sandbox', () => offer.sandbox?.close());
  const workspace = createWorkspaceSubgraph({ config, database, disk, logger });
  lifecycle.onStop('jobs', 'workspace', () => workspace.stop());
  const execution = createExecutionSubgraph({ config, database, sandbox: offer, disk, metrics, logger });
  lifecycle.onStop('jobs', 'execution', () => execution.stop());
  await workspace.start({ must });
  const started = execution.start();
  if (must) await started;
  else started.catch((fault: unknown) => logger.warn({ component: 'execution', err: fault }, 'execution waits for its turn'));
  return [
    { name: 'workspace', subgraph: workspace, ready: () => workspace.ready() },
    { name: 'execution', subgraph: execution, ready: () => execution.ready() },
  ];
}
