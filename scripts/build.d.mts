export function ensureClient(): Promise<void>;
export function ensureProduct(): Promise<number>;
export function ensureDist(folders: readonly string[]): Promise<number>;
