// The file systems as they are now: how full, in bytes and in inodes.

import {el} from '../dom.js';
import {bytes, number} from '../format.js';
import {bar} from '../parts.js';
import {newest} from '../points.js';
import {T} from '../texts.js';

export const MOUNT_METRICS = ['system.filesystem.usage', 'system.filesystem.inodes.usage'];

const MOUNT = 'system.filesystem.mountpoint';

export function mountsOf(space, inodes) {
  const mounts = [...new Set(space.map(({labels}) => labels[MOUNT]))].sort();
  return el('table.mounts', {},
    el('thead', {}, el('tr', {}, [T.mounts.mount, T.mounts.device, T.mounts.space, T.mounts.inodes]
      .map((name) => el('th', {scope: 'col'}, name)))),
    el('tbody', {}, mounts.map((mount) => {
      const labels = space.find((series) => series.labels[MOUNT] === mount).labels;
      return el('tr', {'data-key': mount, 'data-test': 'mount'},
        el('th', {scope: 'row'}, mount),
        el('td.muted', {}, [labels['system.device'], labels['system.filesystem.type']].filter(Boolean).join(' · ')),
        el('td', {'data-label': T.mounts.space}, filled(space, mount, bytes)),
        el('td', {'data-label': T.mounts.inodes}, filled(inodes, mount, number)));
    })));
}

function filled(all, mount, format) {
  const of = (state) => newest(all.find(({labels}) => labels[MOUNT] === mount && labels['system.filesystem.state'] === state));
  const used = of('used');
  const total = used + of('free');
  if (!(total > 0)) {
    return bar(null);
  }
  return el('span.filled', {}, bar(used / total), el('span.muted', {}, T.mounts.of(format(used), format(total))));
}
