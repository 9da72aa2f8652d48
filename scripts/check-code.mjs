// Checks types as `tsc` does and style as `eslint .` does, over one program: apart, both would read and check every source.
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');
const formatHost = { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };

/** The program of tsconfig.json, and what is wrong with its types. */
function checkTypes() {
  const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail });
  const program = ts.createProgram(fileNames, options);
  return { program, faults: [...errors, ...ts.getPreEmitDiagnostics(program)] };
}

/** Lints with the types that are known by now; an editor, and `eslint` alone, find them by themselves. */
async function checkStyle(program) {
  const parserOptions = { projectService: false, programs: [program] };
  const eslint = new ESLint({ cwd: root, overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions } } });
  const results = await eslint.lintFiles(['.']);
  const formatter = await eslint.loadFormatter('stylish');
  return { report: await formatter.format(results), isClean: results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0) };
}

function fail(diagnostic) {
  throw new Error(ts.formatDiagnostics([diagnostic], formatHost));
}

const { program, faults } = checkTypes();
const { report, isClean } = await checkStyle(program);
process.stdout.write(ts.formatDiagnostics(faults, formatHost) + report);
process.exitCode = faults.length === 0 && isClean ? 0 : 1;
