package io.pulsefleet.agent;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pulsefleet.agent.channel.HubChannel;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.fleet.Boot;
import io.pulsefleet.agent.fleet.Fleet;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.fleet.Plans;
import io.pulsefleet.agent.home.Layers;
import io.pulsefleet.agent.hub.Farewell;
import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.agent.uptime.Leases;
import io.pulsefleet.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts the agent: settings, spool, identity, then the work.
 *
 * <p>It is the module's one EJB, and the module needs one: Open Liberty refuses an EJB module without any.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class AgentStart {

    private static final System.Logger LOG = System.getLogger(AgentStart.class.getName());

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** More than all that waits in it together, and less than systemd does. */
    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    @Inject
    Settings settings;

    @Inject
    Layers layers;

    /** Opened in this order, and not before the settings were checked. */
    @Inject
    Instance<Spool> spool;

    @Inject
    Instance<Identity> identity;

    @Inject
    Instance<Boot> boot;

    @Inject
    Plans plans;

    @Inject
    Delivered delivered;

    @Inject
    Fleet fleet;

    @Inject
    Shifts shifts;

    @Inject
    FleetSettings fleetSettings;

    @Inject
    Leases leases;

    @Inject
    HubChannel channel;

    @Inject
    Troubles troubles;

    @Resource
    ManagedScheduledExecutorService clockwork;

    private Optional<Future<?>> looks = Optional.empty();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Thread farewell = new Thread(this::finishInTime, "the agent ends");

    @PostConstruct
    void begin() {
        try {
            fleetSettings.begin();
            var check = SettingsCheck.of(layers, layers.first());
            if (!check.isWell()) {
                throw new IllegalArgumentException(check.sentence());
            }
            var waiting = spool.get().waiting();
            LOG.log(
                    INFO,
                    "agent {0} {1}, boot {2}, hub {3}, {4} segments wait",
                    identity.get().agent(),
                    boot.get().version(),
                    boot.get().id(),
                    HubConfig.isThere(settings) ? settings.get(HubConfig.URL) : "none",
                    waiting.segments());
            plans.current().ifPresent(delivered::follow);
            shifts.begin();
            fleet.begin();
            leases.begin();
            channel.begin();
            Runtime.getRuntime().addShutdownHook(farewell);
        } catch (IllegalArgumentException | IllegalStateException mistake) {
            LOG.log(ERROR, "The agent does not start: {0}", mistake.getMessage());
            endServer(codeFor(mistake));
            throw mistake;
        } catch (RuntimeException bug) {
            LOG.log(ERROR, "The agent does not start, which is our mistake: " + bug, bug);
            endServer(codeFor(bug));
            throw bug;
        }
        var watch = new SettingsWatch(layers, troubles, shifts::reread);
        looks = Optional.of(clockwork.scheduleWithFixedDelay(
                () -> lookAtSettings(watch), LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), MILLISECONDS));
    }

    private int codeFor(RuntimeException mistake) {
        if (fleetSettings.cannotStart(String.valueOf(mistake.getMessage()))) {
            return FleetSettings.START_AGAIN;
        }
        return mistake instanceof IllegalArgumentException ? SettingsCheck.WRONG_SETTINGS : 1;
    }

    /** A look that breaks must not be the last. */
    private void lookAtSettings(SettingsWatch watch) {
        try {
            watch.look();
            fleetSettings.look();
            troubles.over("settings watch", "The settings can be looked at again.");
        } catch (RuntimeException broken) {
            troubles.tell("settings watch", "The settings cannot be looked at: " + broken.getMessage(), broken);
        }
    }

    /** The server has nothing else to do. It ends in order, for which this start must be over: so on a thread of its own. */
    private static void endServer(int code) {
        new Thread(() -> Runtime.getRuntime().exit(code), "the agent does not start").start();
    }

    /** The process ends also where somebody of ours never does. */
    private void finishInTime() {
        if (!Farewell.say(this::finish, LONGEST_END)) {
            LOG.log(ERROR, "The agent ends without having come to its end in {0} s", LONGEST_END.toSeconds());
        }
    }

    /**
     * The lease is given back, the shifts end, and what they sealed last is handed to the hub. It begins with SIGTERM or
     * SIGINT itself (UO-08): until the server ends its EJBs, seconds later, none of our beans can be reached any more.
     */
    private void finish() {
        if (isOver.compareAndSet(false, true)) {
            fleetSettings.end();
            leases.end();
            channel.end();
            fleet.end();
            shifts.end();
        }
    }

    @PreDestroy
    void end() {
        looks.ifPresent(future -> future.cancel(false));
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException endsAlready) {
            LOG.log(DEBUG, "the virtual machine ends, and so has the agent");
        }
        finish();
    }
}
