import type { SandboxOffer } from '#platform/sandbox';
import type { MicroLanguage } from './micro.ts';
import { findRuntime, nativeRuntimes, readVersion, type NativeLanguage } from './native-runtimes.ts';
import { quickJsVersion } from './quickjs/quickjs-kernel.ts';

/** The languages of this machine. */
export interface Languages {
  /** With their versions, or why they cannot be used. */
  describe(): Promise<MicroLanguage[]>;
}

/** Why a language that is not there cannot be used. */
export const notInstalled = (language: NativeLanguage): string => `${nativeRuntimes[language].name} is not installed on this machine`;

/** Looks for the languages when they are asked for; what has been found to work is remembered. */
export function createLanguages({ offer, programs }: { readonly offer: SandboxOffer; readonly programs: readonly string[] }): Languages {
  const versions = new Map<NativeLanguage, string>();

  async function describe(language: NativeLanguage): Promise<MicroLanguage> {
    if (offer.sandbox === null) return { runtime: language, version: null, reason: offer.reason };
    const interpreter = await findRuntime(language, programs);
    if (interpreter === null) return { runtime: language, version: null, reason: notInstalled(language) };
    const version = versions.get(language) ?? (await readVersion(language, { sandbox: offer.sandbox, interpreter }));
    if (version === null) return { runtime: language, version, reason: `${nativeRuntimes[language].name} does not start in the sandbox` };
    versions.set(language, version);
    return { runtime: language, version, reason: null };
  }

  return {
    describe: async () => [...(await Promise.all([describe('PYTHON'), describe('NODE')])), { runtime: 'JAVASCRIPT', version: quickJsVersion, reason: null }],
  };
}
