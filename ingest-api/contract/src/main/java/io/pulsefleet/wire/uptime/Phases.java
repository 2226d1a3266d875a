package io.pulsefleet.wire.uptime;

/**
 * How long each part of a probe took, in microseconds of a monotonic clock. A part that there was not (TLS of plain HTTP,
 * DNS of an address) is 0. Their sum is the whole.
 *
 * <pre>
 * begin --dns--> address known --connect--> connected --tls--> secured --firstByte--> first byte of the answer --transfer--> end
 * </pre>
 *
 * They are what {@code curl -w} tells as differences of time_namelookup, time_connect, time_appconnect,
 * time_starttransfer and time_total.
 */
public record Phases(long dns, long connect, long tls, long firstByte, long transfer) {

    public long total() {
        return dns + connect + tls + firstByte + transfer;
    }

    public Phases plus(Phases other) {
        return new Phases(
                dns + other.dns,
                connect + other.connect,
                tls + other.tls,
                firstByte + other.firstByte,
                transfer + other.transfer);
    }
}
