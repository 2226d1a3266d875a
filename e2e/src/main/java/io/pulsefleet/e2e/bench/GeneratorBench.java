package io.pulsefleet.e2e.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What the load generator costs by itself, so that nobody takes its limit for the hub's. */
final class GeneratorBench implements Subject {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        var shipments = new Shipments();
        for (int frames : new int[] {1, 10}) {
            try (var responder = new Responder();
                    var load = new Load(Ground.loopback(responder.port()), 64, shipments.ofFrames(frames))) {
                load.measure(WARM_UP);
                var threads = ManagementFactory.getThreadMXBean();
                var time = ground.config().time().compareTo(LONGEST) < 0
                        ? ground.config().time()
                        : LONGEST;
                var before = threads.getThreadCpuTime(load.threadId());
                var rate = load.measure(time);
                var cpu = (threads.getThreadCpuTime(load.threadId()) - before) / 1e9;
                var what = "load generator against a server that only says 201, %d frames, 64 connections"
                        .formatted(frames);
                table.row(what, "requests/s", "%,.0f", rate.perSecond());
                table.row(what, "requests/s of its CPU", "%,.0f", rate.perSecond() * time.toSeconds() / cpu);
            }
        }
    }
}
