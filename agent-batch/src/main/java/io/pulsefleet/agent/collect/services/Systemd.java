package io.pulsefleet.agent.collect.services;

import static java.util.Comparator.comparing;

import io.pulsefleet.agent.collect.ServiceCounts;
import io.pulsefleet.agent.collect.ServiceUnits;
import io.pulsefleet.agent.collect.command.Command;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** systemd, asked by one call of {@code systemctl show} for all services and timers that it has in memory. */
@Dependent
final class Systemd implements ServiceCounts, ServiceUnits {

    private static final int MOST_BYTES = 8 << 20;

    /** So that times are in UTC and nothing is coloured, paged or translated. */
    private static final Map<String, String> PLAIN =
            Map.of("TZ", "UTC", "LC_ALL", "C", "SYSTEMD_COLORS", "0", "SYSTEMD_PAGER", "");

    private final KernelFiles files;
    private final Settings settings;

    @Inject
    Systemd(Settings settings, KernelFiles files) {
        this.files = files;
        this.settings = settings;
    }

    /** Whether this host was started by it (sd_booted(3)), and is the one that this agent's programs see. */
    boolean isThere() {
        return files.isOwn() && files.has("run/systemd/system");
    }

    /** @throws IOException that names the remedy */
    List<Unit> units() throws IOException {
        var systemctl = settings.get(ServicesConfig.SYSTEMCTL);
        var timeout = settings.get(ServicesConfig.TIMEOUT);
        var command = new Command(
                List.of(
                        systemctl,
                        "show",
                        "*.service",
                        "*.timer",
                        "--no-pager",
                        "--property=" + String.join(",", Unit.PROPERTIES)),
                PLAIN,
                timeout,
                MOST_BYTES);
        var outcome = command.run();
        switch (outcome.end()) {
            case ENDED -> {
                if (outcome.exitCode() != 0) {
                    throw new IOException(systemctl + " show ended with " + outcome.exitCode()
                            + ": may this agent's user speak to systemd over D-Bus?");
                }
                return Unit.allIn(outcome.output());
            }
            case TOO_SLOW ->
                throw new IOException(systemctl + " show took longer than " + timeout.toSeconds()
                        + " s and was ended; PULSE_SERVICES_TIMEOUT gives it longer");
            case TOO_LONG -> throw new IOException(systemctl + " show printed more than " + MOST_BYTES + " bytes");
            case NOT_THERE ->
                throw new IOException("cannot run " + systemctl + "; PULSE_SERVICES_SYSTEMCTL says where it is");
        }
        throw new IllegalStateException("no such end: " + outcome.end());
    }

    @Override
    public Optional<Counts> read() throws IOException {
        if (!isThere()) {
            return Optional.empty();
        }
        return Optional.of(count(units()));
    }

    @Override
    public Optional<List<Service>> services() throws IOException {
        if (!isThere()) {
            return Optional.empty();
        }
        return Optional.of(units().stream()
                .filter(Unit::isService)
                .filter(Unit::isLoaded)
                .sorted(comparing(Unit::name))
                .map(Systemd::service)
                .toList());
    }

    private static Service service(Unit unit) {
        return new Service(
                unit.name(),
                unit.description(),
                unit.active(),
                unit.sub(),
                unit.result(),
                unit.enabled(),
                unit.restarts().orElse(null),
                unit.memoryBytes().orElse(null),
                unit.mainPid().orElse(null));
    }

    static Counts count(List<Unit> units) {
        var services =
                units.stream().filter(Unit::isService).filter(Unit::isLoaded).toList();
        return new Counts(
                services.size(), (int) services.stream().filter(Unit::isRunning).count(), (int)
                        services.stream().filter(Unit::hasFailed).count());
    }
}
