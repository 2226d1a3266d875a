package io.pulsefleet.agent.collect.uptime;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of records that are asked for, with their numbers. */
enum DnsRecord {
    A(1),
    NS(2),
    CNAME(5),
    SOA(6),
    PTR(12),
    MX(15),
    TXT(16),
    AAAA(28),
    SRV(33),
    CAA(257);

    private final int number;

    DnsRecord(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<DnsRecord> of(int number) {
        return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
    }
}
