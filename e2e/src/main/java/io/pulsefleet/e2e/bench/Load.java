package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.load.Connection;
import io.pulsefleet.e2e.load.Connection.Until;
import io.pulsefleet.e2e.load.Latencies;
import io.pulsefleet.e2e.load.Loop;
import io.pulsefleet.e2e.load.Reply;
import io.pulsefleet.e2e.load.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Connections that each send the next request as soon as the last is answered. 429 and 503 are waited out and sent again, as
 * is what got no answer; any other answer than 2xx ends it.
 */
final class Load implements AutoCloseable {

    private static final long PAUSE_AFTER_LOSS = Duration.ofMillis(100).toNanos();

    private final Loop loop;
    private final Source source;
    private final Latencies latencies = new Latencies();
    private final LongAdder answered = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final CountDownLatch working;
    private final AtomicReference<Reply> refusal = new AtomicReference<>();

    /** Where the requests come from; asked on the loop's thread. */
    @FunctionalInterface
    interface Source {
        /** Empty: this connection has nothing left to do. */
        Optional<Request> next(int connection);
    }

    Load(InetSocketAddress server, int connections, Source source) throws IOException {
        this.loop = new Loop("load", server);
        this.source = source;
        this.working = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            var worker = new Worker(i, loop.connection());
            loop.at(System.nanoTime(), worker::next);
        }
        loop.start();
    }

    /** @param perSecond requests answered well */
    record Rate(double perSecond, double p50Millis, double p99Millis, long waits) {}

    Rate measure(Duration time) {
        latencies.clear();
        var before = answered.sum();
        var waitsBefore = waits.sum();
        var began = System.nanoTime();
        Await.pause(time);
        check();
        return new Rate(
                (answered.sum() - before) / ((System.nanoTime() - began) / 1e9),
                latencies.millis(50),
                latencies.millis(99),
                waits.sum() - waitsBefore);
    }

    /** Until the rate grows no more: the server's compiler has done its work. */
    void warmUp(Duration atLeast, Duration atMost) {
        var began = System.nanoTime();
        var window = Duration.ofSeconds(5);
        var before = 0.0;
        while (System.nanoTime() - began < atMost.toNanos()) {
            var rate = measure(window).perSecond();
            var steady = rate < before * 1.05;
            if (steady && System.nanoTime() - began >= atLeast.toNanos()) {
                return;
            }
            before = Math.max(rate, before);
        }
    }

    /** Until no connection has anything left to do. */
    void awaitEnd() {
        try {
            while (!working.await(1, TimeUnit.SECONDS)) {
                check();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", stop);
        }
        check();
    }

    long threadId() {
        return loop.threadId();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void check() {
        loop.checkAlive();
        if (refusal.get() != null) {
            throw new IllegalStateException(
                    "Refused: " + refusal.get().status() + " " + refusal.get().text());
        }
    }

    private final class Worker implements Connection.Asker {

        private final int number;
        private final Connection connection;
        private Request request;
        private long began;

        Worker(int number, Connection connection) {
            this.number = number;
            this.connection = connection;
        }

        void next() {
            source.next(number)
                    .ifPresentOrElse(
                            next -> {
                                request = next;
                                send();
                            },
                            working::countDown);
        }

        private void send() {
            began = System.nanoTime();
            connection.send(request, Until.ANSWERED, this);
        }

        @Override
        public void answered(Reply reply) {
            if (reply.status() / 100 == 2) {
                latencies.add(System.nanoTime() - began);
                answered.increment();
                next();
            } else if (reply.status() == 429 || reply.status() == 503) {
                waits.increment();
                sendAgainIn(Duration.ofSeconds(Math.max(1, reply.retryAfterSeconds()))
                        .toNanos());
            } else {
                refusal.compareAndSet(null, reply);
                working.countDown();
            }
        }

        @Override
        public void lost(IOException why) {
            waits.increment();
            sendAgainIn(PAUSE_AFTER_LOSS);
        }

        private void sendAgainIn(long nanos) {
            loop.at(System.nanoTime() + nanos, this::send);
        }
    }
}
