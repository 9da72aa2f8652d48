/** Why a model cannot be loaded as it was asked for, in words that may be shown. */
export class LoadFault extends Error {}
