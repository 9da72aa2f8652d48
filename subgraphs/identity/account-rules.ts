import { DomainError } from '#kernel/errors';

/** A user name as it is shown, and the form under which it is unique. */
export interface AccountName {
  readonly username: string;
  readonly usernameKey: string;
}

// Letters of any script with their marks, but nothing that is invisible: two names that look the same would be two accounts.
const usernamePattern = /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Nd}._@-]{1,64}$/u;
// Words, for AIs: what is visible, with single spaces between.
const aiNamePattern = /^(?!.*\p{Default_Ignorable_Code_Point})[^\s\p{C}]+(?: [^\s\p{C}]+)*$/u;
const maxAiNameLength = 100;
const passwordLength = { min: 8, max: 256 };
const maxPasswordBytes = 1024;
const maxTokenBalance = 2_147_483_647;
const loneSurrogate = /\p{Surrogate}/u;

/** Reads a user name; null when no account can have it. */
export function parseUsername(text: string): AccountName | null {
  const username = text.normalize('NFC');
  return usernamePattern.test(username) ? toAccountName(username) : null;
}

/** Reads the name of an AI; null when none can have it. */
export function parseAiName(text: string): AccountName | null {
  const username = text.normalize('NFC');
  return aiNamePattern.test(username) && Array.from(username).length <= maxAiNameLength ? toAccountName(username) : null;
}

// NFKC after lower-casing too: full-width or ligature spellings of a name are that name.
const toAccountName = (username: string): AccountName => ({ username, usernameKey: username.normalize('NFKC').toLowerCase().normalize('NFKC') });

/** The user name of a new account. @throws DomainError BAD_USER_INPUT */
export function newUsername(text: string): AccountName {
  return parseUsername(text) ?? refuse('username', 'must be 1 to 64 letters, digits, ".", "_", "-" or "@"');
}

/** The name of a new AI. @throws DomainError BAD_USER_INPUT */
export function newAiName(text: string): AccountName {
  return parseAiName(text) ?? refuse('username', `must have 1 to ${maxAiNameLength} visible characters, with single spaces between words`);
}

/** False for a text that no account can have as its password. */
export function isPossiblePassword(text: string): boolean {
  // A lone surrogate has no UTF-8 form: all of them would hash alike.
  if (Buffer.byteLength(text) > maxPasswordBytes || loneSurrogate.test(text)) return false;
  const { length } = Array.from(text);
  return length >= passwordLength.min && length <= passwordLength.max;
}

/** The password of a new or changed account. @throws DomainError BAD_USER_INPUT naming `field` */
export function newPassword(text: string, field = 'password'): string {
  return isPossiblePassword(text) ? text : refuse(field, `must have ${passwordLength.min} to ${passwordLength.max} characters`);
}

/** An opening token balance. @throws DomainError BAD_USER_INPUT */
export function newTokenBalance(value: number): number {
  return Number.isInteger(value) && value >= 0 && value <= maxTokenBalance ? value : refuse('tokenBalance', `must be 0 to ${maxTokenBalance}`);
}

/** The name of an API key, without outer spaces. @throws DomainError BAD_USER_INPUT */
export function newKeyName(text: string): string {
  const name = text.normalize('NFC').trim();
  const { length } = Array.from(name);
  const valid = length >= 1 && length <= 100 && !/\p{Cc}|\p{Surrogate}/u.test(name);
  return valid ? name : refuse('name', 'must have 1 to 100 characters');
}

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
