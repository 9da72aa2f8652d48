import { DomainError } from '#kernel/errors';

/** A model file on a hub. */
export interface ModelSource {
  /** `owner/name`. */
  readonly repository: string;
  /** The path in the repository; ends with `.gguf`. */
  readonly file: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
}

const name = String.raw`[A-Za-z0-9_](?:[\w.-]{0,94}[\w-])?`;
const repositoryPattern = new RegExp(`^${name}/${name}$`, 'u');
const filePattern = new RegExp(`^(?:${name}/){0,4}${name}\\.gguf$`, 'u');
const revisionPattern = new RegExp(`^${name}(?:/${name}){0,4}$`, 'u');

/** Checks that a source names one GGUF file and nothing else. @throws DomainError BAD_USER_INPUT */
export function checkModelSource({ repository, file, revision }: ModelSource): ModelSource {
  check('repository', repository, { pattern: repositoryPattern, reason: 'must be the owner and the name of a repository, such as "owner/name"' });
  check('file', file, { pattern: filePattern, reason: 'must be the path of a file in the repository that ends with ".gguf"' });
  check('revision', revision, { pattern: revisionPattern, reason: 'must be a branch, a tag or a commit' });
  return { repository, file, revision };
}

/** The name of the file in the folder of models. */
export const fileNameOf = ({ file }: Pick<ModelSource, 'file'>): string => file.slice(file.lastIndexOf('/') + 1);

/** The name that the model will have. */
export const modelIdOf = (source: Pick<ModelSource, 'file'>): string => fileNameOf(source).replace(/\.gguf$/u, '');

function check(field: keyof ModelSource, value: string, { pattern, reason }: { readonly pattern: RegExp; readonly reason: string }): void {
  // Two dots are never needed, and never harmless.
  if (pattern.test(value) && !value.includes('..')) return;
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
