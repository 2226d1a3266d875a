package io.pulsefleet.e2e;

import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A streaming replica of a stack's database, made from a stopped copy of its folder: the embedded PostgreSQL has no
 * {@code pg_basebackup}.
 */
final class Replica {

    private final Stack stack;
    private final Path folder;
    private final int port;

    Replica(Stack stack, int port) {
        this.stack = stack;
        this.folder = stack.config().data().resolve("replica");
        this.port = port;
    }

    /** The database is made, and stopped for it. It runs again afterwards. */
    void make() throws IOException, InterruptedException {
        stack.startPostgres();
        stack.postgres().close();
        var data = stack.config().data().resolve("postgres");
        asSuperuser(data, "ALTER ROLE pulse REPLICATION");
        asSuperuser(data, "GRANT pg_read_all_stats TO pulse");
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "host replication pulse 127.0.0.1/32 scram-sha-256\n",
                StandardOpenOption.APPEND);
        stack.startPostgres(); // the single user's settings are noted in the data, and a replica may not have less
        stack.postgres().close();
        copy(data, folder);
        Files.createFile(folder.resolve("standby.signal"));
        stack.startPostgres();
        Files.writeString(folder.resolve("postgresql.auto.conf"), """
                primary_conninfo = 'host=127.0.0.1 port=%d user=pulse password=%s'
                max_standby_streaming_delay = 0
                """.formatted(
                        stack.postgres().port(), stack.databasePassword()));
    }

    Postgres start() throws IOException {
        return Postgres.start(
                new Postgres.Place(folder, Installation.ofBuild().postgres(), port, stack.databasePassword()));
    }

    private static void asSuperuser(Path data, String statement) throws IOException, InterruptedException {
        Path programs;
        try (var all = Files.list(Installation.ofBuild().postgres())) {
            programs = all.filter(path -> path.getFileName().toString().startsWith("postgresql-"))
                    .findFirst()
                    .orElseThrow();
        }
        var command = new ArrayList<String>();
        if ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.addAll(List.of(
                programs.resolve("bin/postgres").toString(), "--single", "-j", "-D", data.toString(), "postgres"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write((statement + "\n").getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || said.contains("ERROR:")) {
            throw new IOException(said);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var source : (Iterable<Path>) all::iterator) {
                Files.copy(source, to.resolve(from.relativize(source).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
