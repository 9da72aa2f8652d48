import { existsSync, lstatSync, readlinkSync } from 'node:fs';

/** What of the host every sandbox shows, read-only. */
export interface HostLayout {
  readonly folders: readonly string[];
  /** From the path to where it points. */
  readonly links: readonly (readonly [string, string])[];
}

const besideUsr = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const settings = ['/etc/ld.so.cache', '/etc/alternatives'];

/** Where programs and libraries lie here: beside /usr there are links into it, or folders on systems that keep them apart. */
export function readHostLayout(): HostLayout {
  const present = besideUsr.filter((place) => existsSync(place));
  const isLink = (place: string): boolean => lstatSync(place).isSymbolicLink();
  return {
    folders: ['/usr', ...present.filter((place) => !isLink(place)), ...settings.filter((place) => existsSync(place))],
    links: present.filter(isLink).map((place) => [place, readlinkSync(place)]),
  };
}
