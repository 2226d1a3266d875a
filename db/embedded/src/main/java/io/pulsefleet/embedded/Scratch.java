package io.pulsefleet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A PostgreSQL to try things on: of any version, with any settings, and anybody may come in as {@link #SUPERUSER}. It
 * listens on 127.0.0.1 only, is quick because a crash of the host may break it, and ends in {@link #close()}.
 */
public final class Scratch implements AutoCloseable {

    public static final String SUPERUSER = "postgres";

    private final Path data;
    private final Programs programs;
    private final int port;
    private final Map<String, String> settings;

    private Scratch(Path data, Programs programs, int port, Map<String, String> settings) {
        this.data = data;
        this.programs = programs;
        this.port = port;
        this.settings = new TreeMap<>(settings);
        this.settings.putIfAbsent("fsync", "off");
        this.settings.putIfAbsent("unix_socket_directories", "");
        this.settings.putIfAbsent("listen_addresses", "127.0.0.1");
        this.settings.putIfAbsent("password_encryption", "scram-sha-256"); // before 14 it was md5
        this.settings.putIfAbsent("shared_buffers", "16MB");
    }

    /**
     * Made anew, and started.
     *
     * @param folder in which its data is made; it must be empty
     * @param programs where programs are unpacked once; may be shared by many
     * @param jar which has the programs; empty: those of the embedded version
     * @param settings as in postgresql.conf
     * @throws PostgresException that says what is in the way
     */
    public static Scratch start(
            Path folder, Path programs, Optional<Path> jar, int port, Map<String, String> settings) {
        var unpackedIn = programs.toAbsolutePath().normalize();
        var unpacked = jar.map(file -> Programs.unpackedFrom(file.toAbsolutePath(), unpackedIn))
                .orElseGet(() -> Programs.unpackedIn(unpackedIn));
        var data = folder.toAbsolutePath().normalize().resolve("data");
        var scratch = new Scratch(data, unpacked, port, settings);
        scratch.make();
        scratch.start();
        return scratch;
    }

    private void make() {
        programs.run(
                "initdb",
                "--pgdata=" + data,
                "--username=" + SUPERUSER,
                "--auth=reject",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        try {
            Files.writeString(data.resolve("pg_hba.conf"), """
                    host all         postgres 127.0.0.1/32 trust
                    host replication postgres 127.0.0.1/32 trust
                    host all         all      127.0.0.1/32 scram-sha-256
                    """);
        } catch (IOException unwritable) {
            throw new PostgresException("Cannot write into " + data + ".", unwritable);
        }
    }

    /** Again, after {@link #stop} or {@link #kill}. */
    public void start() {
        programs.run(
                "pg_ctl",
                "--pgdata=" + data,
                "--log=" + data.resolveSibling("log"),
                "--options=-p " + port
                        + settings.entrySet().stream()
                                .map(setting -> " -c " + setting.getKey() + "='" + setting.getValue() + "'")
                                .collect(Collectors.joining()),
                "--wait",
                "start");
    }

    /** As an administrator does it: clients are sent away. */
    public void stop() {
        stop("fast");
    }

    /** As after a crash: nothing is written down, and the next start recovers. */
    public void kill() {
        stop("immediate");
    }

    private void stop(String mode) {
        programs.run("pg_ctl", "--pgdata=" + data, "--mode=" + mode, "--wait", "stop");
    }

    public int port() {
        return port;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            kill();
        }
    }
}
