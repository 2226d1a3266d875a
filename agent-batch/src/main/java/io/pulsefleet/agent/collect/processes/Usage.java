package io.pulsefleet.agent.collect.processes;

/**
 * What one process used since the last snapshot.
 *
 * @param last how it was when it was seen last
 * @param isGone whether it has ended since
 */
record Usage(Stat last, long ticks, long bytesRead, long bytesWritten, boolean isGone) {

    static Usage noneOf(Stat stat) {
        return new Usage(stat, 0, 0, 0, false);
    }

    Usage plus(Stat now, long moreTicks, long moreRead, long moreWritten) {
        return new Usage(now, ticks + moreTicks, bytesRead + moreRead, bytesWritten + moreWritten, false);
    }

    Usage gone() {
        return new Usage(last, ticks, bytesRead, bytesWritten, true);
    }

    long io() {
        return bytesRead + bytesWritten;
    }
}
