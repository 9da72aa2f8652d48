import { webAssembly } from '../web-assembly.ts';
import type { Inspection } from '../host-messages.ts';
import { ModuleRefusal, readModule, toTypeText, type MeterBounds, type ModuleExport, type ModuleFacts, type ModuleImport } from '../metering/index.ts';
import { acceptModule } from './accept-module.ts';

/** What is known of a module without running it; null for bytes that are no valid WebAssembly. */
export function inspectModule(bytes: Uint8Array<ArrayBuffer>, bounds: MeterBounds): Inspection | null {
  if (!webAssembly.validate(bytes)) return null;
  const { refusal } = attempt(() => acceptModule(bytes, bounds));
  const { result } = attempt(() => readModule(bytes));
  return { ...describe(result?.facts ?? nothing), accepted: refusal === null, reason: refusal };
}

const nothing: ModuleFacts = { imports: [], exports: [], memory: null, hasStart: false };

const describe = ({ imports, exports, memory, hasStart }: ModuleFacts) => ({
  exports: exports.map((one) => external(one, null)),
  imports: imports.map((one) => external(one, one.module)),
  minMemoryPages: memory?.min ?? null,
  maxMemoryPages: memory?.max ?? null,
  hasStart,
});

const external = ({ name, kind, type }: ModuleExport | ModuleImport, module: string | null) => ({ module, name, kind, type: type === null ? null : toTypeText(type) });

function attempt<T>(work: () => T): { readonly result: T; readonly refusal: null } | { readonly result: null; readonly refusal: string } {
  try {
    return { result: work(), refusal: null };
  } catch (error) {
    if (error instanceof ModuleRefusal) return { result: null, refusal: error.message };
    throw error;
  }
}
