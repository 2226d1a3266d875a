package io.pulsefleet.agent.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.agent.fleet.Fleet;
import io.pulsefleet.agent.jobs.Sights;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code host.snapshot}: what is going on right now, in one document, from what the collectors saw last. */
@Dependent
final class HostSnapshot implements RemoteCommand {

    private static final List<String> NUMBERS = List.of(
            "system.cpu.load_average",
            "system.cpu.utilization",
            "system.memory.",
            "system.paging.",
            "system.filesystem.",
            "system.network.",
            "system.uptime");

    @Inject
    Sights sights;

    @Inject
    Fleet fleet;

    @Inject
    Troubles troubles;

    /**
     * What is answered.
     *
     * @param numbers of the host at {@code at}; left out until the host was visited
     * @param processes those that used most in the last minute; likewise the others: as the collector's document
     * @param troubles of the agent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Snapshot(
            String hostname,
            Instant at,
            Map<String, Double> numbers,
            Document processes,
            Document ports,
            Document services,
            Document containers,
            List<String> troubles) {}

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "host.snapshot",
                "What is going on right now: load, memory, disks, network, busiest processes, ports, services, containers,"
                        + " troubles; as the collectors saw it last.",
                "viewer");
    }

    @Override
    public RawJson run(Call call) {
        var host = sights.host();
        return RawJson.of(new Snapshot(
                fleet.hostname(),
                host.map(Sights.Sight::at).orElse(null),
                host.map(HostSnapshot::numbers).orElse(null),
                newest("host.processes"),
                newest("host.ports"),
                newest("host.services"),
                newest("docker.containers"),
                troubles.now()));
    }

    private Document newest(String kind) {
        return sights.newest(kind).orElse(null);
    }

    private static Map<String, Double> numbers(Sights.Sight sight) {
        var numbers = new TreeMap<String, Double>();
        sight.readings().stream()
                .filter(reading -> NUMBERS.stream().anyMatch(reading.position().metric()::startsWith))
                .filter(reading -> !Double.isNaN(reading.value()))
                .forEach(reading -> numbers.put(Readings.name(reading.position()), reading.value()));
        return numbers;
    }
}
