package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;
import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.kernel.Numbers;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import java.util.List;
import java.util.Optional;

/**
 * TCP and UDP of the whole host: connections by state, and what went wrong with them.
 *
 * <p>Connections by state are counted line by line in the kernel's list of them. Where that is longer than
 * {@link #MOST_COUNTED} they are not counted, as that would cost the host more than the numbers are worth; how many there
 * are is known all the same.
 */
final class Connections implements Subject {

    private static final long MOST_COUNTED = 20_000;

    /** The kernel's numbers of them begin with 1. */
    private static final List<String> STATES = List.of(
            "established",
            "syn_sent",
            "syn_received",
            "fin_wait_1",
            "fin_wait_2",
            "time_wait",
            "close",
            "close_wait",
            "last_ack",
            "listen",
            "closing");

    private static final Metric BY_STATE = gauge(
            "system.network.connection.count",
            "{connection}",
            "TCP connections by state; none where there are more than 20,000, which would cost too much to count.",
            "network.connection.state",
            "network.transport");
    private static final Metric SOCKETS = gauge(
            "system.network.socket.count",
            "{socket}",
            "Sockets in use, by protocol, IPv4 and IPv6; tcp_orphan belong to no program any more, tcp_time_wait only wait.",
            "type");
    private static final Metric TCP_MEMORY =
            gauge("system.network.tcp.memory", "{page}", "Pages of memory that TCP's buffers take.");
    private static final Metric SEGMENTS =
            counter("system.network.tcp.segments", "{segment}", "Segments received and sent.", "network.io.direction");
    private static final Metric RETRANSMITS =
            counter("system.network.tcp.retransmits", "{segment}", "Segments that had to be sent once more.");
    private static final Metric OPENED = counter(
            "system.network.tcp.opened",
            "{connection}",
            "Connections that this host opened (active) and that were opened to it (passive).",
            "type");
    private static final Metric FAILED = counter(
            "system.network.tcp.failed",
            "{connection}",
            "Connections that did not come about (attempt) or were reset when they had (reset).",
            "type");
    private static final Metric TCP_ERRORS =
            counter("system.network.tcp.errors", "{error}", "Segments that were received with a fault.");
    private static final Metric OVERFLOWS = counter(
            "system.network.tcp.listen.overflows",
            "{connection}",
            "Connections that were refused as the queue of a listening program was full.");
    private static final Metric LISTEN_DROPS = counter(
            "system.network.tcp.listen.drops",
            "{connection}",
            "Connections to a listening program that were dropped, for a full queue or otherwise.");
    private static final Metric UDP = counter(
            "system.network.udp.datagrams", "{datagram}", "Datagrams received and sent.", "network.io.direction");
    private static final Metric UDP_ERRORS = counter(
            "system.network.udp.errors",
            "{error}",
            "Datagrams lost: no_port nobody listened, receive_buffer and send_buffer were full, checksum was wrong.",
            "type");

    @Override
    public List<Metric> metrics() {
        return List.of(
                BY_STATE,
                SOCKETS,
                TCP_MEMORY,
                SEGMENTS,
                RETRANSMITS,
                OPENED,
                FAILED,
                TCP_ERRORS,
                OVERFLOWS,
                LISTEN_DROPS,
                UDP,
                UDP_ERRORS);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        var files = host.files();
        var sockets = files.find(files.net("sockstat")).map(Numbers::ofTurns);
        sockets.ifPresent(table -> sockets(table, sheet));
        files.find(files.net("sockstat6")).map(Numbers::ofTurns).ifPresent(table -> {
            sheet.putIfTold(SOCKETS, table.find("TCP6.inuse"), "tcp6");
            sheet.putIfTold(SOCKETS, table.find("UDP6.inuse"), "udp6");
        });
        sockets.ifPresent(table -> states(files, table, sheet));
        files.find(files.net("snmp")).map(Numbers::ofPairs).ifPresent(table -> snmp(table, sheet));
        files.find(files.net("netstat")).map(Numbers::ofPairs).ifPresent(table -> {
            sheet.putIfTold(OVERFLOWS, table.find("TcpExt.ListenOverflows"));
            sheet.putIfTold(LISTEN_DROPS, table.find("TcpExt.ListenDrops"));
        });
    }

    private static void sockets(Numbers table, Sheet sheet) {
        sheet.putIfTold(SOCKETS, table.find("sockets.used"), "all");
        sheet.putIfTold(SOCKETS, table.find("TCP.inuse"), "tcp");
        sheet.putIfTold(SOCKETS, table.find("TCP.orphan"), "tcp_orphan");
        sheet.putIfTold(SOCKETS, table.find("TCP.tw"), "tcp_time_wait");
        sheet.putIfTold(SOCKETS, table.find("UDP.inuse"), "udp");
        sheet.putIfTold(TCP_MEMORY, table.find("TCP.mem"));
    }

    /** The kernel says beforehand about how long its list is: what is allocated is IPv6's as well, but not who only waits. */
    private static void states(KernelFiles files, Numbers sockets, Sheet sheet) {
        var expected =
                sockets.find("TCP.alloc").orElse(0L) + sockets.find("TCP.tw").orElse(0L);
        var counted = expected > MOST_COUNTED ? Optional.<long[]>empty() : count(files);
        for (int i = 0; i < STATES.size(); i++) {
            var place = i;
            var value = counted.map(counts -> (double) counts[place + 1]).orElse(Frame.MISSING);
            sheet.put(BY_STATE, value, STATES.get(i), "tcp");
        }
    }

    private static Optional<long[]> count(KernelFiles files) {
        var counts = new long[16];
        var four = files.find(files.net("tcp"));
        four.ifPresent(list -> count(list, counts));
        files.find(files.net("tcp6")).ifPresent(list -> count(list, counts));
        return four.map(any -> counts);
    }

    /** {@code   0: 0100007F:1F90 00000000:0000 0A ...}: the state is the fourth word, in hex. */
    static void count(String list, long[] counts) {
        var line = list.indexOf('\n') + 1;
        while (line > 0 && line < list.length()) {
            var colon = list.indexOf(": ", line);
            var remote = colon < 0 ? -1 : list.indexOf(' ', colon + 2);
            var state = remote < 0 ? -1 : list.indexOf(' ', remote + 1) + 1;
            if (state <= 0 || state + 2 > list.length()) {
                return;
            }
            counts[Integer.parseInt(list, state, state + 2, 16) & 15]++;
            line = list.indexOf('\n', state) + 1;
        }
    }

    private static void snmp(Numbers table, Sheet sheet) {
        sheet.putIfTold(SEGMENTS, table.find("Tcp.InSegs"), "receive");
        sheet.putIfTold(SEGMENTS, table.find("Tcp.OutSegs"), "transmit");
        sheet.putIfTold(RETRANSMITS, table.find("Tcp.RetransSegs"));
        sheet.putIfTold(OPENED, table.find("Tcp.ActiveOpens"), "active");
        sheet.putIfTold(OPENED, table.find("Tcp.PassiveOpens"), "passive");
        sheet.putIfTold(FAILED, table.find("Tcp.AttemptFails"), "attempt");
        sheet.putIfTold(FAILED, table.find("Tcp.EstabResets"), "reset");
        sheet.putIfTold(TCP_ERRORS, table.find("Tcp.InErrs"));
        sheet.putIfTold(UDP, table.find("Udp.InDatagrams"), "receive");
        sheet.putIfTold(UDP, table.find("Udp.OutDatagrams"), "transmit");
        sheet.putIfTold(UDP_ERRORS, table.find("Udp.NoPorts"), "no_port");
        sheet.putIfTold(UDP_ERRORS, table.find("Udp.RcvbufErrors"), "receive_buffer");
        sheet.putIfTold(UDP_ERRORS, table.find("Udp.SndbufErrors"), "send_buffer");
        sheet.putIfTold(UDP_ERRORS, table.find("Udp.InCsumErrors"), "checksum");
    }
}
