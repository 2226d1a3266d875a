package io.pulsefleet.e2e.shop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Somebody changes a price and goes for a coffee; two others wait. */
final class Queue implements Act {

    private static final Duration COFFEE = Duration.ofSeconds(20);

    private final Door door;
    private final Requests requests;
    private final ExecutorService waiters;

    Queue(Door door, Requests requests, ExecutorService waiters) {
        this.door = door;
        this.requests = requests;
        this.waiters = waiters;
    }

    @Override
    @SuppressWarnings("try") // it is there, that is all
    public void play() throws SQLException {
        var names = List.of(requests.next(), requests.next(), requests.next());
        try (var chain = LockChain.begin(door, names, 1, waiters)) {
            Thread.sleep(COFFEE.toMillis());
        } catch (InterruptedException theShopCloses) {
            Thread.currentThread().interrupt();
        }
    }
}
