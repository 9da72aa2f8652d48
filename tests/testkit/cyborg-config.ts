import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder with a CyborgMind configuration file. Remove it when done. */
export function writeCyborgConfig(yaml: string, files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-cyborg-'));
  for (const [name, text] of Object.entries({ 'config.yaml': yaml, ...files })) writeFileSync(path.join(folder, name), text);
  return { folder, configPath: path.join(folder, 'config.yaml'), remove: () => rmSync(folder, { recursive: true }) };
}

/** A new RSA key pair, as `openssl genrsa` and `openssl rsa -pubout` write it. */
export function newKeyPair(modulusLength = 2048): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return { privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}
