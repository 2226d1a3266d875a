// Small drawings. They only repeat what a word beside them says.

import {svg} from './dom.js';

/** Beside this file, wherever the page lies. */
export const LOGO = new URL('./logo.svg', import.meta.url).href;

export const PATHS = {
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
  close: 'M4 4l8 8M12 4l-8 8',
  services: 'M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4',
  processes: 'M2 8h3l2-5 3 10 2-5h2',
  ports: 'M5.5 2v4M10.5 2v4M3.5 6h9v2.5a4.5 4.5 0 0 1-9 0zM8 13v2',
  containers: 'M2.5 5 8 2l5.5 3v6L8 14l-5.5-3zM2.5 5 8 8l5.5-3M8 8v6',
  logins: 'M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.5 14a5.5 5.5 0 0 1 11 0',
  rights: 'M5 6a3 3 0 1 1 0 5 3 3 0 0 1 0-5zM7.5 8.5H14M11.5 8.5v3',
  host: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.1M5 11h.1',
  abandon: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  forget: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.4 10.4l3.3 3.3',
  database: 'M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2zM2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2',
  page: 'M4 2h5.5L12.5 5v9H4zM9.5 2v3h3',
  chart: 'M2.5 2.5v11h11M5 10.5l2.5-3.5 2.5 2 3-4.5',
  other: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 7.5v3.5M8 5v.2',
};

export function icon(name) {
  return svg('svg.icon', {viewBox: '0 0 16 16', 'aria-hidden': 'true'}, svg('path', {d: PATHS[name]}));
}
