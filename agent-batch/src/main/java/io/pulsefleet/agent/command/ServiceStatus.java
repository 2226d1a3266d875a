package io.pulsefleet.agent.command;

import io.pulsefleet.agent.collect.ServiceUnits;
import io.pulsefleet.agent.collect.ServiceUnits.Service;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;

/** {@code service.status}: one service of this host. */
@Dependent
final class ServiceStatus implements RemoteCommand {

    @Inject
    ServiceUnits units;

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "service.status",
                "How one service of the host is, as systemd tells it.",
                "viewer",
                Parameter.text("service", "As service.list names it; .service may be left out.")
                        .matching("[A-Za-z0-9@:_.\\\\-]{1,200}")
                        .mustBeGiven());
    }

    @Override
    public RawJson run(Call call) throws IOException {
        var name = unit(call.text("service").orElseThrow());
        return RawJson.of(all(units).stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException("systemd has no service " + name + " loaded")));
    }

    static String unit(String service) {
        return service.endsWith(".service") ? service : service + ".service";
    }

    static List<Service> all(ServiceUnits units) throws IOException {
        return units.services()
                .orElseThrow(() ->
                        new RefusedException("this host was not started by systemd, or its agent does not see it"));
    }
}
