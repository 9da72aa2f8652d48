export type { ModuleExport, ModuleFacts, ModuleImport } from './module-facts.ts';
export { meterModule, meterVersion, reservedExports, type MeterBounds, type MeteredModule } from './meter-module.ts';
export { ModuleRefusal } from './module-refusal.ts';
export { readModule } from './read-module.ts';
export { toTypeText, type FunctionType, type ValueType } from './value-types.ts';
