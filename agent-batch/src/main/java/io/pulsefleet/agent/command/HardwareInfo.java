package io.pulsefleet.agent.command;

import io.pulsefleet.agent.collect.Hardware;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;

/** {@code agent.hardware.info}: what this host is (PU-09). */
@Dependent
final class HardwareInfo implements RemoteCommand {

    @Inject
    Hardware hardware;

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "agent.hardware.info",
                "What the host is: its system, CPU, memory, disks, network and machine.",
                "viewer");
    }

    @Override
    public RawJson run(Call call) throws IOException {
        return RawJson.of(hardware.look());
    }
}
