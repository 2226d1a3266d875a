// What a host is: its system, processor, memory, disks, links; and what of it was measured.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {bytes, duration, exactTime, number, short} from '../format.js';
import {moment, notice, stateOf} from '../parts.js';
import {T} from '../texts.js';
import {readingsOf} from './readings.js';

const METRICS = ['system.uptime', 'system.clock.synchronized', 'system.clock.offset', 'system.clock.error', 'system.reboot.required', 'system.file_descriptor.count', 'system.file_descriptor.limit'];

export function openInventory(body, {agent}) {
  const readings = readingsOf(agent, METRICS);
  return {
    async refresh(row) {
      const [found, values] = await Promise.all([api.get(`agents/${encodeURIComponent(agent)}/snapshots/inventory`), readings()]);
      show(body, pageOf(found, values, row));
    },
    changed() {},
    close() {},
  };
}

function pageOf({at, snapshot}, values, row) {
  if (!snapshot) {
    return notice(T.inventory.none, T.inventory.noneMore);
  }
  const {os = {}, cpu = {}, memory = {}, machine = {}, measured = {}, disks = [], links = []} = snapshot;
  const {name} = T.inventory;
  const value = (metric) => values[metric][0]?.value;
  return el('div.inventory', {'data-test': 'inventory'},
    card(T.inventory.system, [
      [name.hostname, snapshot.hostname],
      [name.os, os.name],
      [name.kernel, os.kernel && [os.kernel, os.architecture].filter(Boolean).join(' ')],
      [name.build, os.kernel_version],
      [name.booted, os.booted_at && [moment(os.booted_at), ' ', el('span.muted', {}, exactTime(new Date(os.booted_at)).split('\n')[0])]],
      [name.uptime, value('system.uptime') !== undefined && duration(value('system.uptime'))],
      [name.reboot, value('system.reboot.required') === undefined ? null : value('system.reboot.required') === 1
        ? stateOf('required', T.inventory.reboot) : stateOf('not_required', T.inventory.reboot)],
      [name.zone, os.time_zone],
    ]),
    card(T.inventory.clock, [
      [name.synchronized, value('system.clock.synchronized') === undefined ? null
        : stateOf(value('system.clock.synchronized') === 1 ? 'synchronized' : 'unsynchronized', T.inventory.synchronized)],
      [name.offset, value('system.clock.offset') !== undefined && seconds(value('system.clock.offset'))],
      [name.error, value('system.clock.error') !== undefined && seconds(value('system.clock.error'))],
      [name.hub, Number.isFinite(row?.clockOffsetSeconds) && seconds(row.clockOffsetSeconds)],
    ]),
    card(T.inventory.hardware, [
      [name.machine, [machine.vendor, machine.product].filter(Boolean).join(' ')],
      [name.virtual, machine.virtual === undefined ? null : machine.virtual ? T.inventory.isVirtual(machine.hypervisor) : T.inventory.isReal],
      [name.bios, machine.bios],
      [name.cpu, cpu.model],
      [name.cores, cpu.logical && T.inventory.cores(cpu)],
      [name.clockRate, cpu.max_hz && `${short(cpu.max_hz)}Hz`],
      [name.memory, memory.total_bytes && bytes(memory.total_bytes)],
      [name.swap, memory.swap_bytes === undefined ? null : memory.swap_bytes > 0 ? bytes(memory.swap_bytes) : T.inventory.noSwap],
      [name.files, value('system.file_descriptor.count') !== undefined && filesOf(value('system.file_descriptor.count'), value('system.file_descriptor.limit'))],
    ]),
    card(T.inventory.measured, [
      [name.container, measured.container && (T.inventory.container[measured.container] ?? measured.container)],
      [name.cgroups, measured.cgroups],
      ...['memory', 'cpu', 'processes', 'network'].map((what) => [T.inventory.of[what], measured[what] && (T.inventory.whose[measured[what]] ?? measured[what])]),
    ], T.inventory.measuredNote),
    disks.length > 0 && card(T.inventory.disks, disks.map((disk) => [disk.name, [disk.size_bytes && bytes(disk.size_bytes),
      disk.rotational === undefined ? null : disk.rotational ? T.inventory.rotational : T.inventory.solid, [disk.vendor, disk.model].filter((word) => word && !/^0x/.test(word)).join(' ')].filter(Boolean).join(' · ')])),
    links.length > 0 && card(T.inventory.links, links.map((link) => [link.name, [
      el('span', {}, [link.state, link.bits_per_second && `${short(link.bits_per_second)}bit/s`, link.mtu && `MTU ${link.mtu}`, link.mac].filter(Boolean).join(' · ')),
      ...(link.addresses ?? []).map((address) => el('code', {}, address))]])),
    el('p.muted.note', {}, T.inventory.told, ' ', moment(at)));
}

/** What is not known has no row. */
function card(title, rows, note) {
  const known = rows.filter(([, value]) => value);
  return known.length > 0 && el('section.card', {'data-key': title}, el('h2', {}, title), note && el('p.muted', {}, note),
    el('dl', {}, known.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, ...[].concat(value))))));
}

function seconds(value) {
  return Math.abs(value) < 0.001 ? `${number(value * 1e6)} µs` : `${value < 0 ? '−' : ''}${duration(Math.abs(value))}`;
}

function filesOf(count, limit) {
  return limit > 0 && limit < 1e12 ? T.inventory.files(number(count), number(limit)) : number(count);
}
