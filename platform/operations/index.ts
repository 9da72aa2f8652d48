export { createOperations, type Operations } from './operations.ts';
export { isFinal, type Operation, type OperationRun } from './operation.ts';
