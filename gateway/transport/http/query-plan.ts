import type { IncomingMessage } from 'node:http';
import { toRefusal } from '#kernel/listener';
import type { Call } from '../operations/call.ts';
import type { Ready } from '../operations/outcomes.ts';
import type { OperationRequest } from '../operations/request-parameters.ts';

interface Planned {
  readonly preparation: Ready;
  readonly request: OperationRequest;
  readonly call: Call;
}

/** True for a request that names the header `Pentagraph-Query-Plan`, whoever sent it. */
export const namesPlan = ({ headers }: IncomingMessage): boolean => headers['pentagraph-query-plan'] !== undefined;

/** True when an administrator asks for the plan: it tells what the parts of the graph are, and what is kept from whom. */
export const wantsPlan = (request: IncomingMessage, { context: { principal } }: Call): boolean => namesPlan(request) && principal?.scopes.has('admin') === true;

/** The answer with the plan of its operation in `extensions.queryPlan`. */
export async function withPlan(answer: string, { preparation, request: { variables }, call: { context } }: Planned): Promise<string> {
  const queryPlan = await preparation.describePlan(variables, context).catch((thrown: unknown) => `# no plan: ${toRefusal(thrown).message}`);
  return `${answer.slice(0, -1)},"extensions":${JSON.stringify({ queryPlan })}}`;
}
