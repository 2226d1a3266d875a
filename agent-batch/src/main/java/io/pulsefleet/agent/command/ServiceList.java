package io.pulsefleet.agent.command;

import io.pulsefleet.agent.collect.ServiceUnits;
import io.pulsefleet.agent.collect.ServiceUnits.Service;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;

/** {@code service.list}: the services of this host. */
@Dependent
final class ServiceList implements RemoteCommand {

    @Inject
    ServiceUnits units;

    /** What is answered. */
    record Services(List<Service> services) {}

    @Override
    public CommandInfo info() {
        return CommandInfo.looking("service.list", "The services of the host, as systemd tells them.", "viewer");
    }

    @Override
    public RawJson run(Call call) throws IOException {
        return RawJson.of(new Services(ServiceStatus.all(units)));
    }
}
