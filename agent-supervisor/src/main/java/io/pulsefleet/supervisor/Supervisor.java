package io.pulsefleet.supervisor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Started by systemd, as root: see {@code pulsefleet-supervisor.service} and {@code docs/reference/supervisor.md}. With the
 * word {@code check} it only says what it thinks of the list.
 */
public final class Supervisor {

    /** As in sysexits.h: started again it would be no better. */
    private static final int WRONG_SETTINGS = 78;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DEED = Duration.ofSeconds(60);

    private static final Duration PATIENCE_WITH_UPDATES = Duration.ofMinutes(10);

    private final Map<String, String> environment;
    private final Journal journal;

    private Supervisor(Map<String, String> environment, Journal journal) {
        this.environment = environment;
        this.journal = journal;
    }

    public static void main(String[] words) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var supervisor = new Supervisor(System.getenv(), new Journal(out, Clock.systemUTC()));
        System.exit(List.of(words).equals(List.of("check")) ? supervisor.check(out) : supervisor.run());
    }

    private int check(PrintStream out) throws IOException {
        try {
            out.println(list().path() + " permits " + list().read().rules().size() + " things");
            return 0;
        } catch (RefusedException why) {
            out.println(why.getMessage());
            return WRONG_SETTINGS;
        }
    }

    private int run() throws IOException, InterruptedException {
        UserPrincipal worker;
        var name = setting("PULSE_SUPERVISOR_USER", "pulsefleet");
        try {
            worker = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
        } catch (UserPrincipalNotFoundException none) {
            journal.error("PULSE_SUPERVISOR_USER: there is no user " + name + " on this host");
            return WRONG_SETTINGS;
        }
        var socket = Path.of(setting("PULSE_SUPERVISOR_SOCKET", "/run/pulsefleet/supervisor.sock"));
        var deeds = new Deeds(
                setting("PULSE_SUPERVISOR_SYSTEMCTL", program("systemctl").orElse("/usr/bin/systemctl")),
                program("ping"),
                LONGEST_DEED,
                new Update(
                        program("systemd-run").orElse("/usr/bin/systemd-run"),
                        Path.of(setting("PULSE_SUPERVISOR_HOME", "/opt/pulsefleet/agent")),
                        patienceWithUpdates()));
        try (var door = new Door(socket, worker, list(), deeds, journal, PATIENCE)) {
            endWith(door);
            journal.info("Listens at " + socket + " for " + name);
            sayWhatIsPermitted();
            door.serve();
        }
        return 0;
    }

    private Duration patienceWithUpdates() {
        var given = setting("PULSE_SUPERVISOR_UPDATE_SECONDS", "600");
        if (given.matches("[1-9][0-9]{0,3}")) {
            return Duration.ofSeconds(Long.parseLong(given));
        }
        journal.warning("PULSE_SUPERVISOR_UPDATE_SECONDS: '" + given + "' is no number from 1 to 9999; it is 600");
        return PATIENCE_WITH_UPDATES;
    }

    private void sayWhatIsPermitted() throws IOException {
        try {
            journal.info(list().path() + " permits " + list().read().rules().size() + " things");
        } catch (RefusedException why) {
            journal.warning("Nothing is permitted: " + why.getMessage());
        }
    }

    /** SIGTERM: whoever is being served is served to the end. */
    private void endWith(Door door) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                door.close();
            } catch (IOException fault) {
                journal.warning("Cannot close the socket: " + fault.getMessage());
            }
        }));
    }

    private AllowFile list() throws IOException {
        var path = Path.of(setting("PULSE_SUPERVISOR_ALLOW", "/etc/pulsefleet/supervisor.allow"));
        return new AllowFile(path.toAbsolutePath(), (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private String setting(String name, String byDefault) {
        return environment.getOrDefault(name, byDefault);
    }

    private static Optional<String> program(String name) {
        return Stream.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/")
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }
}
