package io.pulsefleet.e2e.probers;

import io.pulsefleet.e2e.Stack;
import io.pulsefleet.e2e.StackException;
import io.pulsefleet.e2e.probers.ProberBooks.Lease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Three agents in one datacenter, of which one probes. */
public final class Probers implements AutoCloseable {

    public static final String DATACENTER = "fra-1";

    private static final List<String> NAMES = List.of("ann", "bob", "cid");

    private final List<ProbingAgent> agents = new ArrayList<>();

    /** Starts them; the hub may still be on its way. Whoever asked closes it. */
    public static Probers start(Stack stack) throws IOException {
        var probers = new Probers();
        try {
            for (var name : NAMES) {
                var agent = new ProbingAgent(name, DATACENTER, stack);
                probers.agents.add(agent);
                agent.start();
            }
            return probers;
        } catch (IOException | RuntimeException cannot) {
            probers.close();
            throw cannot;
        }
    }

    public void awaitReady() {
        agents.forEach(ProbingAgent::awaitReady);
    }

    public List<ProbingAgent> all() {
        return agents;
    }

    /** @throws StackException when none of them does */
    public ProbingAgent holding(Lease lease) throws IOException {
        for (var agent : agents) {
            if (agent.id().equals(lease.agent())) {
                return agent;
            }
        }
        throw new StackException("Nobody here holds " + lease);
    }

    @Override
    public void close() throws IOException {
        for (var agent : agents) {
            agent.close();
        }
    }
}
