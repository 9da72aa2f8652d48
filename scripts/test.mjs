// `npm test`: every gate and the whole suite. With arguments, only vitest with those arguments.
// Ends with one plain line, `N passed, N failed, N skipped`, in which each gate counts as one test.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const bin = (name) => path.join('node_modules', '.bin', name);
const say = (text) => console.log(text);

/** Runs one command; its output is shown when it fails, or at once with `live`. */
function run(name, command, args, { live = false } = {}) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      const passed = code === 0;
      say(`${passed ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      if (!passed && output !== '') say(output);
      resolve({ name, passed });
    });
  });
}

async function inOrder(gates) {
  const results = [];
  for (const gate of gates) results.push(await run(...gate));
  return results;
}

async function suite(report) {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const gate = await run('tests (vitest)', bin('vitest'), args, { live: true });
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(fs.readFileSync(report, 'utf8'));
    // A file that fails before its first test has no failed test of its own.
    const failed = gate.passed ? 0 : Math.max(1, numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function main(args) {
  const node = process.execPath;
  const prepared = await run('prepare', node, ['scripts/build.mjs']);
  if (!prepared.passed) return { passed: 0, failed: 1, skipped: 0 };
  if (args.length > 0) {
    const { passed } = await run('tests (vitest)', bin('vitest'), ['run', ...args], { live: true });
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
  }
  const first = await Promise.all([
    inOrder([
      ['lock file names every platform', node, ['scripts/complete-lock.mjs', '--check']],
      ['generated files are fresh', bin('tsx'), ['--conditions=source', 'scripts/generate.ts', '--check']],
    ]),
    inOrder([
      ['import rules (dependency-cruiser)', bin('depcruise'), ['--config', '.dependency-cruiser.mjs', 'kernel', 'platform', 'gateway', 'subgraphs', 'rest-compat', 'server', 'tests', 'bench']],
      ['dead code (knip)', bin('knip'), []],
    ]),
  ]);
  const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'pentagraph-test-')), 'report.json');
  const [code, tests] = await Promise.all([run('types, style and caps (tsc and eslint)', node, ['--max-old-space-size=4096', 'scripts/check-code.mjs']), suite(report)]);
  const all = [...first.flat(), code];
  const failedGates = all.filter(({ passed }) => !passed).length;
  return { passed: tests.passed + all.length - failedGates, failed: tests.failed + failedGates, skipped: tests.skipped };
}

const { passed, failed, skipped } = await main(process.argv.slice(2));
say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
