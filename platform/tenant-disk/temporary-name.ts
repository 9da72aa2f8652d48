import { randomBytes } from 'node:crypto';

// One per process: what carries another one was left behind by a process that ended in the middle.
const token = randomBytes(8).toString('hex');
const pattern = /^\.tmp-[0-9a-f]{16}-[0-9a-f]{16}$/u;

/** A new name for what is not whole yet, or not gone yet. */
export const temporaryName = (): string => `.tmp-${token}-${randomBytes(8).toString('hex')}`;

/** Whether a name is one of those: no list shows it, and no caller may use it. */
export const isTemporary = (name: string): boolean => name.startsWith('.tmp-') && pattern.test(name);

/** Whether a temporary name was left behind by another process. */
export const isLeftOver = (name: string): boolean => isTemporary(name) && !name.startsWith(`.tmp-${token}-`);
