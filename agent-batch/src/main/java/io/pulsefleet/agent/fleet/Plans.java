package io.pulsefleet.agent.fleet;

import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Plan;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/** What the hub wants this agent to do: the newest it said, in this life or an earlier one. */
@ApplicationScoped
public class Plans {

    @Inject
    Settings settings;

    @Inject
    Troubles troubles;

    @Inject
    Event<Plan> changes;

    private PlanFile file;
    private Optional<Plan> current = Optional.empty();
    private volatile boolean kept = true;

    @PostConstruct
    void read() {
        file = new PlanFile(HomeConfig.folder(settings).resolve("plan.json"));
        try {
            current = file.read();
        } catch (IOException unreadable) {
            troubles.tell("plan", "plan: cannot read " + file.path() + " (" + unreadable.getMessage() + ")");
        }
    }

    /** Empty until the hub has said one. */
    public synchronized Optional<Plan> current() {
        return current;
    }

    /** Keeps it and tells those who observe a {@link Plan}, if it is another one. */
    void take(Plan told) {
        var plan = current().map(told::goingOnFrom).orElse(told);
        var isNew = turnTo(plan);
        if (isNew || !kept) {
            keep(plan);
        }
        if (isNew) {
            changes.fire(plan);
        }
    }

    private synchronized boolean turnTo(Plan plan) {
        var isNew = !current.equals(Optional.of(plan));
        current = Optional.of(plan);
        return isNew;
    }

    private void keep(Plan plan) {
        try {
            file.write(plan);
            kept = true;
            troubles.over("plan", "plan: kept in " + file.path());
        } catch (IOException notWritable) {
            kept = false;
            troubles.tell(
                    "plan",
                    "plan: cannot write " + file.path() + " (" + notWritable.getMessage()
                            + "); a restart would follow an older one");
        }
    }
}
