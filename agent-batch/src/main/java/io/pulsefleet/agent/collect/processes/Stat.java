package io.pulsefleet.agent.collect.processes;

import java.util.Optional;

/**
 * What the kernel tells of a process in one line: {@code /proc/<pid>/stat} (proc(5)).
 *
 * @param name of the program, cut behind 15 characters by the kernel
 * @param state {@code R}unning, {@code S}leeping, {@code D} waiting for I/O, {@code Z}ombie, s{@code T}opped, {@code I}dle
 * @param ticks of CPU time that it used
 * @param startedAt in ticks since the host started; with the pid it is one process and no other
 * @param virtualBytes 0 for the kernel's own threads
 */
record Stat(
        int pid,
        String name,
        char state,
        int parent,
        long ticks,
        int threads,
        long startedAt,
        long virtualBytes,
        long residentPages) {

    private static final int FIELDS_BEHIND_NAME = 22;

    /** A pid is given again, a pid with its start is not. */
    record Identity(int pid, long startedAt) {}

    Identity id() {
        return new Identity(pid, startedAt);
    }

    boolean isOfKernel() {
        return virtualBytes == 0 && state != 'Z';
    }

    /** {@code 4711 (my (odd) name) S 1 ...}: the name ends at the last bracket. Empty where the line is not whole. */
    static Optional<Stat> of(String line) {
        var open = line.indexOf('(');
        var close = line.lastIndexOf(')');
        if (open < 1 || close < open || close + 3 > line.length()) {
            return Optional.empty();
        }
        var words = line.substring(close + 2).split(" ", FIELDS_BEHIND_NAME + 1);
        if (words.length < FIELDS_BEHIND_NAME || words[0].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Stat(
                Integer.parseInt(line.substring(0, open).strip()),
                line.substring(open + 1, close),
                words[0].charAt(0),
                Integer.parseInt(words[1]),
                Long.parseLong(words[11]) + Long.parseLong(words[12]),
                Integer.parseInt(words[17]),
                Long.parseLong(words[19]),
                Long.parseLong(words[20]),
                Long.parseLong(words[21].strip())));
    }
}
