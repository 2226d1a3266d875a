package io.pulsefleet.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Some URL that payloads are pushed to, and that is no hub. It can do something in the middle of a push. */
final class Receiver implements AutoCloseable {

    /** How far the push has come: its head is there, it is taken and not answered, it is answered. */
    enum Moment {
        BEGUN,
        TAKEN,
        ANSWERED
    }

    private record Interruption(Moment moment, Runnable what, CompletableFuture<Void> done) {}

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> taken = new ArrayList<>();
    private Interruption next;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(executor);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The bodies, as they came; twice what came twice. */
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    /** Does this once, in the middle of the next push; the answer completes when it is done. */
    synchronized CompletableFuture<Void> inTheNextPush(Moment moment, Runnable what) {
        next = new Interruption(moment, what, new CompletableFuture<>());
        return next.done();
    }

    private void take(HttpExchange exchange) throws IOException {
        var interruption = takeInterruption();
        interrupt(interruption, Moment.BEGUN);
        note(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        interrupt(interruption, Moment.TAKEN);
        exchange.sendResponseHeaders(201, -1);
        exchange.close();
        interrupt(interruption, Moment.ANSWERED);
    }

    private synchronized Interruption takeInterruption() {
        var taking = next;
        next = null;
        return taking;
    }

    private static void interrupt(Interruption interruption, Moment moment) {
        if (interruption != null && interruption.moment() == moment) {
            try {
                interruption.what().run();
                interruption.done().complete(null);
            } catch (RuntimeException failed) {
                interruption.done().completeExceptionally(failed);
            }
        }
    }

    private synchronized void note(String body) {
        taken.add(body);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
