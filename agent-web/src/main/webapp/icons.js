// Small drawings. They only repeat what a word beside them says.

import {svg} from './dom.js';

const PATHS = {
  good: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM5.2 8.2l2 2 3.8-4.2',
  off: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM5.5 8h5',
  bad: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.2',
  warn: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.2',
  busy: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 5v3.2l2.2 1.3',
  start: 'M5 3.5v9l7-4.5z',
  stop: 'M4.5 4.5h7v7h-7z',
  restart: 'M12.8 6.2A5.2 5.2 0 1 0 13.2 9M13 2.8v3.6H9.4',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.2v1.4M8 13.4v1.4M1.2 8h1.4M13.4 8h1.4M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1',
  moon: 'M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7z',
  earlier: 'M10 3.5 5.5 8l4.5 4.5',
  later: 'M6 3.5 10.5 8 6 12.5',
};

export function icon(name) {
  return svg('svg.icon', {viewBox: '0 0 16 16', 'aria-hidden': 'true'}, svg('path', {d: PATHS[name]}));
}
