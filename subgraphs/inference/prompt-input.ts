import type { Optional } from './generation-input.ts';
import { refuse } from './generation-input.ts';

/** A text or its tokens as a caller sends them: typed, but not checked. */
export interface PromptInput {
  readonly text?: Optional<string>;
  readonly tokens?: Optional<readonly number[]>;
}

const mostCharacters = 4_000_000;

/** Checks texts. @throws DomainError BAD_USER_INPUT */
export function checkPrompts(prompts: readonly PromptInput[], { field, most }: { readonly field: string; readonly most: number }): readonly (string | readonly number[])[] {
  if (prompts.length === 0 || prompts.length > most) refuse(field, `must hold 1 to ${most} texts`);
  const checked = prompts.map(({ text, tokens }, index) => {
    const given = [text, tokens].filter((value) => value !== null && value !== undefined);
    const [prompt] = given;
    if (prompt === undefined || given.length > 1) refuse(`${field}[${index}]`, 'must be a text or tokens');
    if (prompt.length === 0) refuse(`${field}[${index}]`, 'must not be empty');
    if (typeof prompt !== 'string' && prompt.some((token) => token < 0)) refuse(`${field}[${index}]`, 'must hold tokens from 0');
    return prompt;
  });
  if (checked.reduce((sum, prompt) => sum + prompt.length, 0) > mostCharacters) refuse(field, `must hold at most ${mostCharacters} characters`);
  return checked;
}
