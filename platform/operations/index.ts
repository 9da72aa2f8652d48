export { createOperations, type Operations } from './operations.ts';
export { isFinal, type Operation, type OperationFault, type OperationRun, type OperationRunner, type OperationState } from './operation.ts';
export { type NewOperation, type OperationQuery } from './operation-store.ts';
