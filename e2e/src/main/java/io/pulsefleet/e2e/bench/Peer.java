package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another time series database, as a child process on a free port with a data folder of its own. */
final class Peer implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Kind kind;
    private final Path data;
    private final int port;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Which, and how it is spoken to. */
    enum Kind {
        VICTORIA_METRICS("victoria-metrics", "/health", "/api/v1/write"),
        PROMETHEUS("prometheus", "/-/ready", "/api/v1/write");

        final String program;
        final String ready;
        final String write;

        Kind(String program, String ready, String write) {
            this.program = program;
            this.ready = ready;
            this.write = write;
        }

        boolean isInstalled() {
            return Files.isExecutable(Path.of("/usr/bin", program));
        }
    }

    Peer(Kind kind, Path folder, int port) throws IOException {
        this.kind = kind;
        this.data = folder.resolve("data");
        this.port = port;
        this.process = new ProcessBuilder(command(folder))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until(kind.program + " is not ready", LONGEST, () -> ask("GET", kind.ready) != null);
    }

    int port() {
        return port;
    }

    private List<String> command(Path folder) throws IOException {
        var listen = "127.0.0.1:" + port;
        var command = new ArrayList<>(List.of("/usr/bin/" + kind.program));
        if (kind == Kind.VICTORIA_METRICS) {
            command.addAll(List.of("-storageDataPath=" + data, "-httpListenAddr=" + listen, "-retentionPeriod=10y"));
        } else {
            var settings = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
            command.addAll(List.of(
                    "--config.file=" + settings,
                    "--storage.tsdb.path=" + data,
                    "--storage.tsdb.retention.time=10y",
                    "--web.listen-address=" + listen,
                    "--web.enable-remote-write-receiver",
                    "--web.enable-admin-api"));
        }
        return command;
    }

    /** Bytes on disk once all is written in its smallest form. */
    long packedBytes() throws IOException {
        if (kind == Kind.VICTORIA_METRICS) {
            ask("GET", "/internal/force_flush");
            ask("GET", "/internal/force_merge");
            return settledBytes(data);
        }
        ask("POST", "/api/v1/admin/tsdb/snapshot");
        return settledBytes(data.resolve("snapshots"));
    }

    /** The merge goes on after the answer; it is over when nothing changes for a while. */
    private static long settledBytes(Path folder) {
        var last = new long[] {-1};
        var since = new long[] {System.nanoTime()};
        Await.until(folder + " does not settle", LONGEST, () -> {
            var now = bytes(folder);
            if (now != last[0]) {
                last[0] = now;
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > Duration.ofSeconds(5).toNanos();
        });
        return last[0];
    }

    private static long bytes(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (java.io.UncheckedIOException vanished) {
            throw new IOException(vanished); // a file that was merged meanwhile: look again
        }
    }

    private String ask(String method, String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LONGEST)
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
