package io.pulsefleet.e2e.fleet;

import io.pulsefleet.e2e.Stack;
import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Lets a fleet loose on a stack, disturbs both, and says at the end whether anything was lost or doubled.
 *
 * <pre>
 * visits, misbehaviour, kills, storms   ->   visits end, all is up, spools drain   ->   audit
 * </pre>
 */
public final class FleetSimulator {

    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final int SAMPLED = 20;

    private final Stack stack;
    private final FleetConfig config;
    private final Consumer<String> say;
    private final SplittableRandom random;
    private Fleet fleet;

    /** @param say takes each line for people */
    public FleetSimulator(Stack stack, FleetConfig config, Consumer<String> say) {
        this.stack = stack;
        this.config = config;
        this.say = say;
        this.random = new SplittableRandom(config.seed() ^ 0x6b696c6cL);
    }

    /** Something that is done to the stack or to the fleet at its time. */
    public sealed interface Disturbance {
        Duration after();

        /** SIGKILL and a start after {@code away}. */
        record Kill(Duration after, boolean hub, boolean postgres, Duration away) implements Disturbance {}

        /** All agents lose their network and are back at the same moment. */
        record Storm(Duration after, Duration quiet) implements Disturbance {}
    }

    /** Kills and storms all the time, each a while after the last was over; by the seed. */
    public List<Disturbance> atRandom(Duration time, boolean kills) {
        var all = new ArrayList<Disturbance>();
        var until = time.toMillis();
        for (long at = 0; at < until; ) {
            var pause = Duration.ofMillis(8_000 + random.nextLong(30_000));
            var away = Duration.ofMillis(random.nextLong(8_000));
            var which = random.nextInt(kills ? 4 : 1);
            all.add(
                    which == 0
                            ? new Disturbance.Storm(pause, away.multipliedBy(4))
                            : new Disturbance.Kill(pause, which != 1, which != 2, away));
            at += pause.plus(away).toMillis();
        }
        return all;
    }

    /** @param drain how long the spools may take to drain once the visits have ended */
    public Audit.Verdict run(Duration time, List<Disturbance> disturbances, Duration drain) throws IOException {
        var hub = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), stack.hubAddress().getPort());
        var running = new Fleet(config, hub, stack.joinToken());
        fleet = running;
        try (running) {
            var progress = new Progress(fleet.totals(), say);
            visit(time, disturbances, progress);
            say.accept("the visits end; what waits is delivered");
            deliver(drain, progress);
        }
        say.accept(fleet.totals().toString());
        return audit();
    }

    /** Counts once more what is stored, after {@link #run}. */
    public Audit.Verdict audit() throws IOException {
        return fleet.audit(
                new StoredBooks(stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword()), SAMPLED);
    }

    private void visit(Duration time, List<Disturbance> disturbances, Progress progress) {
        var end = System.nanoTime() + time.toNanos();
        fleet.start();
        var disturbing = CompletableFuture.runAsync(() -> disturb(disturbances, end));
        while (System.nanoTime() - end < 0 || !disturbing.isDone()) {
            await(disturbing, end);
            fleet.checkAlive();
            progress.tell();
        }
    }

    private void deliver(Duration drain, Progress progress) {
        var end = System.nanoTime() + drain.toNanos();
        fleet.finish();
        while (!fleet.awaitDrained(TELL_EVERY) && fleet.totals().isFlawless() && System.nanoTime() - end < 0) {
            progress.tell();
        }
    }

    private static void await(CompletableFuture<Void> disturbing, long end) {
        var untilEnd = end - System.nanoTime();
        var left = untilEnd > 0 ? Math.min(TELL_EVERY.toNanos(), untilEnd) : TELL_EVERY.toNanos();
        try {
            if (disturbing.isDone()) {
                disturbing.get();
                TimeUnit.NANOSECONDS.sleep(left);
            } else {
                disturbing.get(left, TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException goesOn) {
            return; // it is time for a line
        } catch (ExecutionException failed) {
            throw new IllegalStateException(
                    "A disturbance failed: " + failed.getCause().getMessage(), failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", stop);
        }
    }

    private void disturb(List<Disturbance> disturbances, long end) {
        var killer = new Killer(stack, say);
        try {
            for (var next : disturbances) {
                var left = end - System.nanoTime();
                if (left < next.after().toNanos()) {
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(next.after().toNanos());
                if (next instanceof Disturbance.Storm storm) {
                    say.accept("storm: all agents are away for " + storm.quiet().toMillis() + " ms");
                    fleet.storm(storm.quiet());
                } else if (next instanceof Disturbance.Kill kill) {
                    killer.kill(victim(kill), kill.away());
                }
            }
        } catch (IOException cannot) {
            throw new CompletionException(cannot);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CompletionException(stop);
        }
    }

    private static Killer.Victim victim(Disturbance.Kill kill) {
        if (kill.hub() && kill.postgres()) {
            return Killer.Victim.BOTH;
        }
        return kill.hub() ? Killer.Victim.HUB : Killer.Victim.POSTGRES;
    }
}
