package io.pulsefleet.agent.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether the hub takes this agent for one of its fleet.
 *
 * <pre>
 * STRANGER --registers--> MEMBER          the hub said so in this life
 * STRANGER --was one in an earlier life--> TRUSTED      it offers at once, and registers beside
 * TRUSTED, MEMBER --the hub does not know our token--> STRANGER
 * </pre>
 */
@ApplicationScoped
public class Membership {

    @Inject
    Identity identity;

    private final List<Runnable> bells = new CopyOnWriteArrayList<>();
    private boolean introduced;

    /** Rung whenever it becomes a member. */
    public void onRegistered(Runnable bell) {
        bells.add(bell);
    }

    /** Whether it makes sense to show our token. */
    public boolean registered() {
        return identity.registered();
    }

    /** The hub does not know our token: we must register again. */
    public synchronized void lost() {
        introduced = false;
        identity.setRegistered(false);
    }

    /** Whether the hub has heard of this start of the agent, or would not hear of it. */
    synchronized boolean introduced() {
        return introduced;
    }

    /** It was one before, and the join token is not the one of today: our own token must do. */
    synchronized void staysAsItWas() {
        introduced = true;
    }

    void won() {
        synchronized (this) {
            introduced = true;
            identity.setRegistered(true);
        }
        bells.forEach(Runnable::run);
    }
}
