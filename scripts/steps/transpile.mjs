import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const manifestFile = 'dist/.manifest.json';
const compilerOptions = { target: 'ES2023', module: 'ESNext', verbatimModuleSyntax: true, isolatedModules: true, rewriteRelativeImportExtensions: true };

/**
 * What has to be done so that dist/ holds every source of `folders` as JavaScript, without type checking, and beside it the files that modules load.
 * `changed` and `removed` are source files relative to `root`.
 */
export function planTranspile(root, folders) {
  const signature = createHash('sha256').update(JSON.stringify(compilerOptions)).update(readFileSync(path.join(root, 'node_modules/typescript/package.json'))).digest('hex');
  const manifest = readManifest(root, signature);
  const sources = Object.fromEntries(folders.flatMap((folder) => listSources(root, folder)).map((file) => [file, stateOf(path.join(root, file))]));
  const isOurs = (file) => folders.some((folder) => file.startsWith(`${folder}/`));
  const removed = Object.keys(manifest.files).filter((file) => isOurs(file) && !(file in sources));
  const changed = Object.keys(sources).filter((file) => manifest.files[file] !== sources[file] || !existsSync(path.join(root, targetOf(file))));
  return { root, manifest, sources, changed, removed };
}

/** Carries a plan out. Every file appears whole or not at all. @throws Error naming each syntax error */
export async function transpile({ root, manifest, sources, changed, removed }) {
  const { default: ts } = await import('typescript');
  for (const file of removed) {
    rmSync(path.join(root, targetOf(file)), { force: true });
    delete manifest.files[file];
  }
  for (const file of changed) {
    writeWhole(path.join(root, targetOf(file)), convert(ts, root, file));
    manifest.files[file] = sources[file];
  }
  writeWhole(path.join(root, manifestFile), JSON.stringify(manifest));
}

function readManifest(root, signature) {
  try {
    const manifest = JSON.parse(readFileSync(path.join(root, manifestFile), 'utf8'));
    if (manifest.signature === signature) return manifest;
  } catch {
    // none yet
  }
  return { signature, files: {} };
}

function listSources(root, folder) {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/\.(test|fixture|d)\.ts$|\.md$|\/fixture\/|\/\.[^/]*$/u.test(file));
}

function stateOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}

const targetOf = (file) => path.join('dist', file.replace(/\.ts$/u, '.js'));

function convert(ts, root, file) {
  const source = readFileSync(path.join(root, file));
  if (!file.endsWith('.ts')) return source;
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  const { outputText, diagnostics } = ts.transpileModule(source.toString('utf8'), { fileName: file, compilerOptions: options, reportDiagnostics: true });
  if (diagnostics.length === 0) return outputText;
  throw new Error(ts.formatDiagnostics(diagnostics, { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }));
}

function writeWhole(file, content) {
  const draft = `${file}.${process.pid}`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(draft, content);
  renameSync(draft, file);
}
