// Builds llama-server, the yardstick of the inference bench, from the source that node-llama-cpp ships, outside the repository:
//   node bench/build-llama-server.mjs [folder]
// Needs git, cmake and a C++ compiler; takes minutes. The bench looks for it in the folder that is taken when none is given.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = path.resolve(process.argv[2] ?? path.join(os.tmpdir(), 'pentagraph-llama-server'));
const bundle = path.join(import.meta.dirname, '../node_modules/node-llama-cpp/llama/gitRelease.bundle');

function run(command, parameters) {
  console.log(`> ${command} ${parameters.join(' ')}`);
  const { status, error } = spawnSync(command, parameters, { stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status}`);
}

const source = path.join(folder, 'source');
const build = path.join(folder, 'build');
if (!existsSync(source)) run('git', ['clone', '--quiet', bundle, source]);
run('cmake', [
  '-S', source, '-B', build, '-DCMAKE_BUILD_TYPE=Release', '-DGGML_NATIVE=ON', '-DBUILD_SHARED_LIBS=OFF',
  '-DLLAMA_CURL=OFF', '-DLLAMA_OPENSSL=OFF', '-DLLAMA_BUILD_TESTS=OFF', '-DLLAMA_BUILD_EXAMPLES=OFF', '-DLLAMA_BUILD_UI=OFF',
]);
run('cmake', ['--build', build, '--target', 'llama-server', '--parallel', String(os.availableParallelism())]);
console.log(`Built ${path.join(build, 'bin/llama-server')}`);
