export { connectToParent } from './parent-link.ts';
export { superviseProcess, type ProcessOptions, type SupervisedProcess } from './supervisor.ts';
