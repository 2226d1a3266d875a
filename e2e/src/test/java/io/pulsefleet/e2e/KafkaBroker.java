package io.pulsefleet.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** A real Kafka, broker and controller in one, as a process that can be killed. It keeps its data. */
final class KafkaBroker implements AutoCloseable {

    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

    private final Path folder;
    private final int port = Ports.free();
    private Process process;

    KafkaBroker(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s
                num.partitions=4
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=1
                group.initial.rebalance.delay.ms=0
                message.max.bytes=16777216
                """.formatted(port, Ports.free(), folder.resolve("data")));
        var formatted =
                run("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c").waitFor();
        if (formatted != 0) {
            throw new IOException("Kafka's folder was not made: " + Files.readString(log()));
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void start() throws IOException {
        process = run("kafka.Kafka");
        Await.until("Kafka does not answer (log: " + log() + ")", Duration.ofMinutes(1), () -> {
            try (var admin = admin()) {
                return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
            } catch (ExecutionException | TimeoutException notYet) {
                throw new IOException(notYet);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException(stop);
            }
        });
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address(), "request.timeout.ms", "3000"));
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private Path log() {
        return folder.resolve("console.log");
    }

    private Process run(String main, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                main));
        command.addAll(List.of(arguments));
        command.add(folder.resolve("server.properties").toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Libraries only: of our own classes it needs none. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
                        .filter(path -> path.endsWith(".jar"))
                        .toList());
    }
}
