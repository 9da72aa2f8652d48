export { connectToParent, type ParentLink } from './parent-link.ts';
export { superviseProcess, type ProcessOptions, type ProcessState, type SupervisedProcess } from './supervisor.ts';
