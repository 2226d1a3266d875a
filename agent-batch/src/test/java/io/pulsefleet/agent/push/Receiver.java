package io.pulsefleet.agent.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A small HTTP server that takes letters, or does not; it may go and come back on its port. */
final class Receiver implements AutoCloseable {

    /** What becomes of a request. */
    enum Manner {
        TAKE,
        /** It has it, and its answer is lost. */
        TAKE_AND_HANG_UP,
        FAIL,
        REFUSE,
        LOCK_OUT,
        /** It answers when it is closed. */
        HANG
    }

    private final List<String> taken = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile Function<String, Manner> manners = body -> Manner.TAKE;
    private HttpServer server;
    private int port;
    private int asked;

    Receiver() throws IOException {
        open();
        port = server.getAddress().getPort();
    }

    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(executor);
        server.start();
    }

    void goAway() {
        server.stop(0);
    }

    void behave(Function<String, Manner> how) {
        manners = how;
    }

    void behave(Manner how) {
        manners = body -> how;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What it has taken, in order; twice what came twice. */
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    /** What was shown to it, and where. */
    synchronized List<String> shown() {
        return List.copyOf(shown);
    }

    synchronized void awaitTaken(int count) throws InterruptedException {
        while (taken.size() < count) {
            wait();
        }
    }

    synchronized int asked() {
        return asked;
    }

    synchronized void awaitAsked(int count) throws InterruptedException {
        while (asked < count) {
            wait();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var manner = manners.apply(body);
        note(exchange, body, manner);
        switch (manner) {
            case TAKE -> end(exchange, 201);
            case FAIL -> end(exchange, 500);
            case REFUSE -> end(exchange, 400);
            case LOCK_OUT -> end(exchange, 401);
            case TAKE_AND_HANG_UP -> exchange.close();
            case HANG -> {}
        }
    }

    private synchronized void note(HttpExchange exchange, String body, Manner manner) {
        asked++;
        shown.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        if (manner == Manner.TAKE || manner == Manner.TAKE_AND_HANG_UP) {
            taken.add(body);
        }
        notifyAll();
    }

    private static void end(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
