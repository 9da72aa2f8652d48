const systems = new Map(
  Object.entries({ android: 'android', darwin: 'darwin', mac: 'darwin', freebsd: 'freebsd', netbsd: 'netbsd', openbsd: 'openbsd', linux: 'linux', openharmony: 'openharmony', sunos: 'sunos', aix: 'aix', win: 'win32', win32: 'win32' }),
);
const processors = new Map(
  Object.entries({ arm64: 'arm64', arm: 'arm', armv7l: 'arm', armeabi: 'arm', x64: 'x64', ia32: 'ia32', ppc64: 'ppc64', riscv64: 'riscv64', s390x: 's390x', loong64: 'loong64', wasm32: 'wasm32', mips64el: 'mips64el' }),
);
const libraries = new Map(Object.entries({ musl: 'musl', gnu: 'glibc' }));

/** The optional packages that packages of a lock file want and that it does not list: name, version and who wants it. */
export function missingPackages(packages) {
  const missing = new Map();
  for (const [folder, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!isListed(packages, folder, name)) missing.set(name, { name, version, dev: Boolean(dev), wantedBy: folder === '' ? 'this package' : folder });
    }
  }
  return [...missing.values()];
}

/** The packages of a lock file with entries for the missing ones, in npm's order. npm installs such an entry only on its own platform. */
export function completed(packages, missing) {
  const added = missing.map((wanted) => [`node_modules/${wanted.name}`, entryOf(wanted)]);
  const { '': root, ...others } = { ...packages, ...Object.fromEntries(added) };
  return { '': root, ...Object.fromEntries(Object.entries(others).sort(([left], [right]) => left.localeCompare(right, 'en'))) };
}

/** Node looks for a package beside its user, then in each folder above. */
function isListed(packages, folder, name) {
  if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
  if (folder === '') return false;
  return isListed(packages, folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/'))), name);
}

/** A package built for one platform says in its name for which. */
function entryOf({ name, version, dev, wantedBy }) {
  const parts = name.split('/').pop().split(/[-._]/u);
  const pick = (known) => parts.map((part) => known.get(part)).find((value) => value !== undefined);
  const [system, processor, library] = [systems, processors, libraries].map(pick);
  if (system === undefined && processor === undefined) throw new Error(`The registry does not serve ${name}, which ${wantedBy} wants, and its name does not say for which platform it is: override it in package.json.`);
  if (!/^\d+\.\d+\.\d+/u.test(version)) throw new Error(`${wantedBy} wants ${name} at ${version}, which is no exact version: override it in package.json.`);
  return {
    version,
    ...(processor && { cpu: [processor] }),
    ...(dev && { dev }),
    ...(library && { libc: [library] }),
    optional: true,
    ...(system && { os: [system] }),
  };
}
