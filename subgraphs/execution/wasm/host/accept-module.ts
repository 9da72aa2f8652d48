import { meterModule, ModuleRefusal, toTypeText, type MeterBounds, type MeteredModule, type ModuleImport } from '../metering/index.ts';
import { wasiModule, wasiSignatures } from './wasi-signatures.ts';

/** A module that may run: metered, within its bounds, and without wishes that are not granted. @throws ModuleRefusal */
export function acceptModule(bytes: Uint8Array<ArrayBuffer>, bounds: MeterBounds): MeteredModule {
  const metered = meterModule(bytes, bounds);
  for (const wish of metered.facts.imports) checkImport(wish);
  return metered;
}

function checkImport({ module, name, kind, type }: ModuleImport): void {
  const signature = wasiSignatures.get(name);
  if (module !== wasiModule || signature === undefined || type === null) throw new ModuleRefusal(`imports the ${kind} ${shown(module)}.${shown(name)}; only functions of ${wasiModule} are there`);
  if (toTypeText(type) !== signature) throw new ModuleRefusal(`imports ${name} with the type ${toTypeText(type)}; it has ${signature}`);
}

const shown = (name: string): string => JSON.stringify(name.length > 64 ? `${name.slice(0, 64)}…` : name);
