package io.pulsefleet.e2e.fuzz;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Opens channels and sends over them what is no message, or not due, and says what no hub should answer. */
public final class ChannelFuzz {

    private static final int MOST_FINDINGS = 50;
    private static final int MOST_PROOFS = 100;

    private final List<Caller> strangers;
    private final List<Caller> agents;
    private final Victim victim;
    private final long seed;
    private final AtomicLong visits = new AtomicLong();
    private final AtomicInteger messages = new AtomicInteger();
    private final ConcurrentSkipListMap<String, AtomicInteger> ends = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> provenBefore = new ConcurrentLinkedQueue<>();

    /**
     * Who comes.
     *
     * @param header what it shows when it opens the WebSocket; empty: nothing
     * @param token of an agent; empty: it can prove nothing
     */
    public record Caller(String name, String header, UUID agent, Optional<String> token) {}

    /** Another agent, and commands that only that one may answer. */
    public record Victim(UUID agent, List<UUID> commands) {}

    /**
     * What came of it.
     *
     * @param ends how visits ended, by caller: {@code agent 4400}; {@code cut} is without a close frame, {@code silent} without
     *     an answer and without an end within 20 s
     * @param findings what no hub should answer
     */
    public record Verdict(int messages, long visits, Map<String, Integer> ends, List<String> findings) {

        public int silent() {
            return ends.entrySet().stream()
                    .filter(end -> end.getKey().endsWith(" silent"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    /** @param agents one for each connection at a time */
    public ChannelFuzz(List<Caller> strangers, List<Caller> agents, Victim victim, long seed) {
        this.strangers = strangers;
        this.agents = agents;
        this.victim = victim;
        this.seed = seed;
    }

    /** @throws IOException when it has not come to an end within the minutes */
    public Verdict run(InetSocketAddress hub, int most, int minutes) throws IOException, InterruptedException {
        var threads = Executors.newFixedThreadPool(agents.size());
        for (var agent : agents) {
            threads.execute(() -> {
                while (messages.get() < most && !Thread.currentThread().isInterrupted()) {
                    visit(hub, agent);
                }
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(minutes, TimeUnit.MINUTES)) {
            threads.shutdownNow();
            throw new IOException("It has not ended within " + minutes + " minutes.");
        }
        var counted = new TreeMap<String, Integer>();
        ends.forEach((end, count) -> counted.put(end, count.get()));
        return new Verdict(messages.get(), visits.get(), counted, List.copyOf(findings));
    }

    /** The same number makes the same visit, whichever thread comes to it. */
    private void visit(InetSocketAddress hub, Caller agent) {
        var garble = new Garble(seed * 1_000_003 + visits.incrementAndGet());
        var caller = garble.oneIn(3) ? garble.oneOf(strangers) : agent;
        var shots = new Shots(garble, victim.commands(), victim.agent());
        try (var visit = new Visit(hub, caller, garble, shots, List.copyOf(provenBefore))) {
            var end = visit.run();
            messages.addAndGet(visit.messages());
            ends.computeIfAbsent(caller.name() + " " + end, none -> new AtomicInteger())
                    .incrementAndGet();
            visit.proof().filter(proof -> provenBefore.size() < MOST_PROOFS).ifPresent(provenBefore::add);
            visit.findings().stream()
                    .filter(finding -> findings.size() < MOST_FINDINGS)
                    .forEach(findings::add);
        } catch (IOException | RuntimeException broken) {
            findings.add(caller.name() + ": " + broken);
        }
    }
}
