package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Folders;
import io.pulsefleet.e2e.Stack;
import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Where a subject measures: empty folders, stacks of its own. */
record Ground(Path folder, BenchConfig config) {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    /** PostgreSQL and a hub, new and ready; whoever asked closes it. */
    Stack startHub(String name) throws IOException {
        var stack = Stack.beside(emptyFolder(name), Map.of());
        try {
            stack.startPostgres();
            stack.startHub();
            stack.hub().awaitReady(LONGEST_START);
            return stack;
        } catch (IOException | RuntimeException cannot) {
            stack.close();
            throw cannot;
        }
    }

    Path emptyFolder(String name) throws IOException {
        var empty = folder.resolve(name);
        Folders.delete(empty);
        return Files.createDirectories(empty);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static InetSocketAddress hub(Stack stack) {
        return loopback(stack.hubAddress().getPort());
    }

    static Connection database(Stack stack) throws SQLException, IOException {
        return DriverManager.getConnection(stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword());
    }
}
