export { errorCatalogue, isErrorCode, type ErrorCode, type ErrorSpelling } from './catalogue.ts';
export { DomainError, type DomainErrorOptions } from './domain-error.ts';
export { toGraphQLError, type FaultReporter } from './graphql-error.ts';
