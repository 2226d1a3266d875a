package io.pulsefleet.agent.collect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pulsefleet.agent.collect.PayloadPart;
import io.pulsefleet.agent.collect.docker.Container.Health;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The containers in the words of a payload: {@code docker_metrics} of PA-07. A daemon that is away has a word for its
 * status and no containers (PA-09).
 *
 * <pre>
 * {"system": {"daemon_status": "running", "version": "20.10.24", "containers": {"total": 3, "running": 2, "stopped": 1}},
 *  "summary": {"total_containers": 3, "running_containers": 2, "healthy_containers": 1},
 *  "containers": [{"name": "web", "image": "nginx:1", "state": "running", "status": "Up 3 minutes (healthy)"}, ...]}
 * </pre>
 */
@Dependent
final class DockerPart implements PayloadPart {

    private final Settings settings;

    @Inject
    DockerPart(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String type() {
        return "docker";
    }

    @Override
    public JsonNode read() {
        var address = settings.get(DockerConfig.SOCKET);
        try (var engine = new Engine(address, settings.get(DockerConfig.TIMEOUT))) {
            var version = Snapshot.Daemon.running(engine.version(), address).version();
            var listing = engine.containers();
            var containers = listing.containers().stream()
                    .map(Container::of)
                    .sorted(Container.IN_ORDER)
                    .toList();
            return part(DaemonState.RUNNING, version, containers, listing.total());
        } catch (AwayException away) {
            return part(away.state(), null, List.of(), 0);
        }
    }

    private JsonNode part(DaemonState state, String version, List<Container> containers, int total) {
        var running = (int) containers.stream().filter(Container::isRunning).count();
        var part = JsonNodeFactory.instance.objectNode();
        var system = part.putObject("system");
        system.put("daemon_status", state.words());
        system.put("version", version);
        var counts = system.putObject("containers");
        counts.put("total", total);
        counts.put("running", running);
        counts.put("stopped", total - running);
        var summary = part.putObject("summary");
        summary.put("total_containers", total);
        summary.put("running_containers", running);
        summary.put(
                "healthy_containers",
                containers.stream()
                        .filter(one -> one.health() == Health.HEALTHY)
                        .count());
        var told = part.putArray("containers");
        containers.stream().limit(settings.get(DockerConfig.MOST)).forEach(one -> {
            var container = told.addObject();
            container.put("name", one.name());
            container.put("image", one.image());
            container.put("state", one.state());
            container.put("status", one.status());
        });
        return part;
    }
}
