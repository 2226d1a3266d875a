package io.pulsefleet.embedded;

import io.pulsefleet.embedded.Postgres.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The server's first process. What PostgreSQL writes into {@code postmaster.pid} is what we know of it: that holds for one
 * that we started and for one that was left over.
 */
record Postmaster(Place place, Programs programs) {

    private static final long LARGEST_LOG = 5L << 20;
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    /** Said at every start, so that no file in the data folder can take a promise back. */
    private static final Map<String, String> PROMISES = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on");

    private static final Map<String, String> BY_DEFAULT =
            Map.of("shared_buffers", "128MB", "max_connections", "60", "log_checkpoints", "off");

    /** @param state as PostgreSQL names it: {@code starting}, {@code ready}, {@code stopping}, ... */
    record Running(ProcessHandle process, int port, String state) {}

    /** Starts it; one that runs already is adopted, or started again when it listens on another port. */
    void start() {
        if (find().filter(this::isAsWanted).isPresent()) {
            awaitReady();
            return;
        }
        stop();
        endOrphans();
        forgetTheDead();
        rotateLog();
        try {
            programs.run(
                    "pg_ctl",
                    "--pgdata=" + place.data(),
                    "--log=" + log(),
                    "--options=" + options(),
                    "--wait",
                    "--timeout=300",
                    "start");
        } catch (PostgresException failed) {
            throw new PostgresException(place + " does not start: " + lastOfLog(), failed);
        }
    }

    /** Fast: open transactions are rolled back, clients are sent away. Does nothing when it does not run. */
    void stop() {
        var running = find();
        if (running.isPresent()) {
            programs.run("pg_ctl", "--pgdata=" + place.data(), "--mode=fast", "--wait", "--timeout=120", "stop");
            awaitEnd(List.of(running.get().process())); // pg_ctl waits for its last word, not for its end
        }
    }

    /** The one that runs on our data folder; a file that a crash left behind names none. */
    Optional<Running> find() {
        try {
            return read(Files.readAllLines(place.data().resolve("postmaster.pid")));
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new PostgresException("Cannot read postmaster.pid in " + place.data() + ".", unreadable);
        }
    }

    private Optional<Running> read(List<String> lines) {
        if (lines.size() < 5) {
            return Optional.empty(); // it has only just begun
        }
        var pid = Long.parseLong(lines.get(0).strip());
        var port = Integer.parseInt(lines.get(3).strip());
        var state = lines.size() < 8 ? "starting" : lines.get(7).strip();
        return ProcessHandle.of(pid).filter(this::worksInOurData).map(process -> new Running(process, port, state));
    }

    /** Each of PostgreSQL's processes works in its data folder, and nothing else does that runs its program. */
    private boolean worksInOurData(ProcessHandle process) {
        if (!process.info().command().orElse("").endsWith("/bin/postgres")) {
            return false;
        }
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(place.data().toRealPath());
        } catch (IOException gone) {
            return false; // or another user's
        }
    }

    private boolean isAsWanted(Running running) {
        var program = programs.folder().resolve("bin/postgres").toString();
        return running.port() == place.port()
                && !running.state().equals("stopping")
                && running.process().info().command().orElse("").equals(program);
    }

    private void awaitReady() {
        var end = System.nanoTime() + LONGEST_START.toNanos();
        while (!find().map(Running::state).orElse("gone").equals("ready")) {
            if (find().isEmpty() || System.nanoTime() > end) {
                throw new PostgresException(place + " was left over and does not become ready: " + lastOfLog());
            }
            pause();
        }
    }

    /**
     * The children of a postmaster that was killed. They end by themselves as soon as they notice, but hold its shared
     * memory until then, and no other can start on the same data.
     */
    private void endOrphans() {
        var orphans = ProcessHandle.allProcesses().filter(this::worksInOurData).toList();
        orphans.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(orphans);
    }

    /** A process that ended and that nobody has asked about yet works in no folder any more, but is not gone. */
    private void awaitEnd(List<ProcessHandle> processes) {
        var end = System.nanoTime() + LONGEST_END.toNanos();
        while (processes.stream().anyMatch(this::worksInOurData)) {
            if (System.nanoTime() > end) {
                throw new PostgresException("Processes of " + place + " do not end: "
                        + processes.stream().map(ProcessHandle::pid).toList());
            }
            pause();
        }
    }

    /**
     * A killed postmaster stays in the process table until its parent asks for it, in a container perhaps for ever, and
     * PostgreSQL takes such a one for alive. One that is gone altogether it deals with by itself.
     */
    private void forgetTheDead() {
        var file = place.data().resolve("postmaster.pid");
        try {
            if (Files.exists(file) && isDead(Files.readAllLines(file).get(0).strip())) {
                Files.delete(file);
            }
        } catch (IOException unreadable) {
            throw new PostgresException("Cannot read or delete " + file + ".", unreadable);
        }
    }

    private static boolean isDead(String pid) throws IOException {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).contains("(postgres) Z ");
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** There is nobody who would tell. */
    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PostgresException("Interrupted.", stop);
        }
    }

    /** For a shell: pg_ctl hands them to one. */
    private String options() {
        var settings = new TreeMap<>(BY_DEFAULT);
        settings.putAll(place.purpose().settings());
        settings.putAll(PROMISES);
        return "-p " + place.port()
                + settings.entrySet().stream()
                        .map(setting -> " -c " + setting.getKey() + "='" + setting.getValue() + "'")
                        .collect(Collectors.joining());
    }

    private Path log() {
        return place.beside(".log");
    }

    private void rotateLog() {
        try {
            if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG) {
                Files.move(log(), place.beside(".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException unwritable) {
            throw new PostgresException("Cannot put " + log() + " aside.", unwritable);
        }
    }

    private String lastOfLog() {
        try {
            var lines = Files.readAllLines(log());
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException unreadable) {
            return "see " + log();
        }
    }
}
