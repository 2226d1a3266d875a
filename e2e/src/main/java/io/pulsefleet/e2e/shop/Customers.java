package io.pulsefleet.e2e.shop;

import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * All that goes on in the shop, each at its own pace: gently, well below a twentieth of a core at the default pace. The
 * same seed makes the same requests.
 *
 * <p>A shop that is away is said once, and once that it is back.
 */
final class Customers implements AutoCloseable {

    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    /** One that pays waits; so many orders a second has one till. */
    private static final int ORDERS_OF_A_TILL = 10;

    private final ScheduledExecutorService clock;
    private final ExecutorService waiters = Executors.newCachedThreadPool(daemon("shop-waiter"));
    private final List<Session> sessions = new ArrayList<>();
    private final Door door;
    private final PrintStream out;
    private final long seed;
    private volatile boolean closed;
    private boolean away;

    private Customers(Door door, int threads, PrintStream out, long seed) {
        this.clock = Executors.newScheduledThreadPool(threads, daemon("shop"));
        this.door = door;
        this.out = out;
        this.seed = seed;
    }

    /** @param orders so many a second */
    static Customers come(Door door, int orders, long seed, PrintStream out) {
        var tills = 1 + (orders - 1) / ORDERS_OF_A_TILL;
        var customers = new Customers(door, 4 + tills, out, seed);
        for (int till = 0; till < tills; till++) {
            customers.again(
                    Duration.ofSeconds(tills).dividedBy(orders),
                    Duration.ZERO,
                    new Orders(customers.session(), customers.chance("orders " + till)));
        }
        customers.begin();
        return customers;
    }

    private void begin() {
        var reports = new Reports(session());
        again(Duration.ofSeconds(9), Duration.ofSeconds(2), new Mishaps(session(), chance("mishaps")));
        again(Duration.ofSeconds(25), Duration.ofSeconds(5), reports::turnover);
        again(Duration.ofSeconds(40), Duration.ofSeconds(6), reports::pages);
        again(Duration.ofMinutes(1), Duration.ofSeconds(30), reports::tidyUp);
        again(Duration.ofSeconds(50), Duration.ofSeconds(4), new Strangers(door, chance("strangers")));
        again(Duration.ofSeconds(100), Duration.ofSeconds(40), new Deadlock(door, requests("deadlock"), waiters));
        again(Duration.ofMinutes(2), Duration.ofSeconds(8), new Queue(door, requests("queue"), waiters));
    }

    private void again(Duration every, Duration first, Act act) {
        var unused = clock.scheduleWithFixedDelay(
                () -> play(act), first.toMillis(), Math.max(1, every.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void play(Act act) {
        try {
            act.play();
            say(false, "");
        } catch (SQLException | RuntimeException failed) {
            say(true, failed.getMessage());
        }
    }

    private synchronized void say(boolean nowAway, String why) {
        if (nowAway != away && !closed) {
            away = nowAway;
            out.println(away ? "The sample shop is in trouble: " + why : "The sample shop goes on.");
        }
    }

    private Session session() {
        var session = new Session(door);
        sessions.add(session);
        return session;
    }

    private Requests requests(String act) {
        return new Requests(chance(act));
    }

    private Random chance(String act) {
        return new Random(seed ^ act.hashCode());
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** What is under way may end; it is not waited for long. */
    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        waiters.shutdown();
        try {
            clock.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (var session : sessions) {
            try {
                session.close();
            } catch (SQLException gone) {
                out.println("The sample shop's session does not end: " + gone.getMessage());
            }
        }
    }
}
