package io.pulsefleet.agent.collect.system;

import io.pulsefleet.wire.Frame;

/**
 * What a core did, by mode, in the kernel's ticks. Only their ratio means anything.
 *
 * <p>{@code user} and {@code nice} include the time given to guests; {@code interrupt} is hard and soft ones together.
 */
record Ticks(long user, long nice, long system, long idle, long iowait, long interrupt, long steal) {

    static final Ticks NONE = new Ticks(0, 0, 0, 0, 0, 0, 0);

    /** Never negative: the kernel lets idle and iowait step back by a few ticks now and then. */
    Ticks since(Ticks before) {
        return new Ticks(
                grown(before.user, user),
                grown(before.nice, nice),
                grown(before.system, system),
                grown(before.idle, idle),
                grown(before.iowait, iowait),
                grown(before.interrupt, interrupt),
                grown(before.steal, steal));
    }

    private static long grown(long before, long now) {
        return Math.max(0, now - before);
    }

    Ticks plus(Ticks other) {
        return new Ticks(
                user + other.user,
                nice + other.nice,
                system + other.system,
                idle + other.idle,
                iowait + other.iowait,
                interrupt + other.interrupt,
                steal + other.steal);
    }

    /** A core that waits for a disk could do other work: it is not busy. */
    double busyShare() {
        return share(total() - idle - iowait);
    }

    /** {@link Frame#MISSING} when no time has passed. */
    double share(long part) {
        var total = total();
        return total == 0 ? Frame.MISSING : (double) part / total;
    }

    private long total() {
        return user + nice + system + idle + iowait + interrupt + steal;
    }
}
