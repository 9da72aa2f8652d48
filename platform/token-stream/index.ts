export { createTokenStream } from './token-stream.ts';
