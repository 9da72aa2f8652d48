export { createTokenStream, type TokenStream, type TokenStreamOptions } from './token-stream.ts';
