/** Why a module is not run; the message completes "the module …". */
export class ModuleRefusal extends Error {
  override readonly name = 'ModuleRefusal';
}
