export { errorCatalogue, isErrorCode, type ErrorCode } from './catalogue.ts';
export { DomainError } from './domain-error.ts';
export { toGraphQLError, type FaultReporter } from './graphql-error.ts';
