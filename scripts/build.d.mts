export function ensureClient(): Promise<void>;
export function ensureDist(folders: readonly string[]): Promise<number>;
