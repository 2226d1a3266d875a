package io.pulsefleet.agent.collect.ports;

import static io.pulsefleet.wire.Metric.gauge;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.ports.PortsConfig.CriticalPort;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.HostEventType;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where programs listen on this host (SP-03).
 *
 * <pre>
 * system.port.listening{network.transport="tcp"} 5.0
 * system.port.up{network.transport="tcp",server.port="5432"} 1.0
 * and a document of the kind host.ports when something changed, and of the kind host.event for each port that opened or closed
 * </pre>
 *
 * <p>(1) What listened at the last visit that was sealed is the place: what opened or closed is told once, also what did
 * while the agent was down. (2) The first visit of all tells no events. (3) A socket of UDP at a port that the kernel gives
 * away by itself is somebody's question and no service; it is not told. (4) One of TCP at such a port is most often a
 * helper's, for a moment: it is told when it has listened for {@link #HELD_FOR}, and its end only if it was told. A critical
 * port is told at once.
 */
@Dependent
final class PortsCollector implements Collector {

    static final String KIND = "host.ports";

    /** More than these are counted, and not named. */
    private static final int MOST_NAMED = 1000;

    private static final int MOST_EVENTS = 100;
    private static final Duration TELL_EVERY = Duration.ofDays(1);
    private static final Duration HELD_FOR = Duration.ofSeconds(30);

    static final Metric LISTENING = gauge(
            "system.port.listening",
            "{socket}",
            "Sockets at which somebody listens, by protocol.",
            "network.transport");
    static final Metric UP = gauge(
            "system.port.up",
            "1",
            "Whether somebody listens at a port that must be open.",
            "network.transport",
            "server.port");

    private final KernelFiles files;
    private final List<CriticalPort> critical;
    private final Owners owners;
    private Instant toldAt = Instant.EPOCH;

    @Inject
    PortsCollector(Settings settings, KernelFiles files) {
        this.files = files;
        critical = settings.find(PortsConfig.CRITICAL).orElse(List.of());
        owners = new Owners(files);
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "ports",
                        "Where programs listen, and what opens and closes.",
                        Duration.ofSeconds(10),
                        List.of(LISTENING, UP))
                .sending(
                        KIND,
                        "All sockets at which somebody listens, and who; when something changed, and each day. One at a port that"
                                + " the kernel gives away by itself (`net.ipv4.ip_local_port_range`) is told, here and as an"
                                + " event, when it has listened for 30 s; so what helpers open for a moment is not.")
                .telling(HostEventType.PORT_OPENED, HostEventType.PORT_CLOSED);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        var listeners = new ArrayList<Listener>();
        for (var transport : List.of("tcp", "udp")) {
            read(transport, transport, listeners);
            read(transport + "6", transport, listeners);
        }
        owners.lookAt(listeners);
        var named = named(listeners);
        var before = visit.place().read();
        var known = before.map(OpenPorts::parse);
        var now = known.map(open -> open.next(named, ofAMoment(listeners), visit.at(), HELD_FOR))
                .orElseGet(() -> OpenPorts.first(named));
        var documents = new ArrayList<Document>();
        known.map(open -> open.to(now, visit.at())).orElse(List.of()).stream()
                .limit(MOST_EVENTS)
                .forEach(change -> documents.add(event(change).at(change.at(), visit.target())));
        var isOther = !known.map(OpenPorts::told).equals(Optional.of(now.told()));
        if (isOther || !visit.at().isBefore(toldAt.plus(TELL_EVERY))) {
            documents.add(new Document(KIND, visit.target(), visit.at(), snapshot(told(listeners, now))));
            toldAt = visit.at();
        }
        var place = Optional.of(now.text());
        return new Told(
                readings(listeners, visit).iterator(), documents, before.equals(place) ? Optional.empty() : place);
    }

    private Set<String> ofAMoment(List<Listener> listeners) {
        var lowestGiven = lowestGivenPort();
        return listeners.stream()
                .filter(one -> one.port() >= lowestGiven && !isCritical(one))
                .map(Listener::name)
                .collect(toSet());
    }

    private boolean isCritical(Listener listener) {
        return critical.stream()
                .anyMatch(one -> one.transport().equals(listener.transport()) && one.port() == listener.port());
    }

    /** Those beyond what is named are not known to be held, and stand among them. */
    private static List<Listener> told(List<Listener> listeners, OpenPorts now) {
        return listeners.stream()
                .filter(one -> now.isTold(one.name()) || now.byName().size() >= MOST_NAMED)
                .toList();
    }

    /** Those who listen stand first in TCP's tables, so its thousands of connections need not be read. */
    private void read(String table, String transport, List<Listener> listeners) throws IOException {
        var lowestGiven = lowestGivenPort();
        try (BufferedReader lines = Files.newBufferedReader(files.path(files.net(table)))) {
            lines.readLine();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (SocketTable.kindOf(line, transport) == SocketTable.Line.LISTENER) {
                    SocketTable.read(line, transport)
                            .filter(one -> transport.equals("tcp") || one.port() < lowestGiven)
                            .ifPresent(listeners::add);
                } else if (transport.equals("tcp")) {
                    return;
                }
            }
        } catch (NoSuchFileException hostWithoutIt) { // no IPv6, say
            return;
        }
    }

    /** {@code 32768	60999}. */
    private int lowestGivenPort() {
        return files.findLine("proc/sys/net/ipv4/ip_local_port_range")
                .map(line -> Integer.valueOf(line.split("\\s+", -1)[0]))
                .orElse(32_768);
    }

    /** What listens where, by name; the name of its program is empty where it is not known. */
    private SortedMap<String, String> named(List<Listener> listeners) {
        var named = new TreeMap<String, String>();
        for (var listener : listeners) {
            var program = owners.of(listener).map(Owners.Owner::name).orElse("");
            if (named.size() < MOST_NAMED || named.containsKey(listener.name())) {
                named.merge(listener.name(), program, (one, other) -> one.isEmpty() ? other : one);
            }
        }
        return named;
    }

    private static HostEvent event(OpenPorts.Change change) {
        var program = change.program();
        var who = program.isEmpty() ? "a program" : program;
        return change.opened()
                ? new HostEvent(
                        "port.opened", change.name(), null, emptyIsNull(program), who + " listens at " + change.name())
                : new HostEvent(
                        "port.closed",
                        change.name(),
                        emptyIsNull(program),
                        null,
                        who + " does not listen any more at " + change.name());
    }

    private static String emptyIsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private RawJson snapshot(List<Listener> listeners) {
        var all = JsonNodeFactory.instance.objectNode();
        all.put("total", listeners.size());
        var told = all.putArray("ports");
        listeners.stream().limit(MOST_NAMED).forEach(listener -> {
            var one = told.addObject();
            one.put("transport", listener.transport());
            one.put("address", listener.address());
            one.put("port", listener.port());
            owners.of(listener).ifPresent(owner -> one.put("pid", owner.pid()).put("process", owner.name()));
        });
        return RawJson.of(all);
    }

    private List<Reading> readings(List<Listener> listeners, Visit visit) {
        var readings = new ArrayList<Reading>();
        for (var transport : List.of("tcp", "udp")) {
            var count = listeners.stream()
                    .filter(one -> one.transport().equals(transport))
                    .count();
            readings.add(LISTENING.read(visit.at(), (double) count, transport));
        }
        for (var wanted : critical) {
            var isUp = listeners.stream()
                    .anyMatch(one -> one.transport().equals(wanted.transport()) && one.port() == wanted.port());
            readings.add(UP.read(visit.at(), isUp ? 1 : 0, wanted.transport(), String.valueOf(wanted.port())));
        }
        return readings;
    }

    private record Told(Iterator<Reading> left, List<Document> documents, Optional<String> reached) implements Pass {

        @Override
        public Optional<Reading> next() {
            return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
        }
    }
}
