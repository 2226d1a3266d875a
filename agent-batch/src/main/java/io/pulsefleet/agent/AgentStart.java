package io.pulsefleet.agent;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.pulsefleet.agent.collect.CorrelationConfig;
import io.pulsefleet.agent.collect.docker.DockerConfig;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.collect.kernel.HostConfig;
import io.pulsefleet.agent.collect.logs.LogsConfig;
import io.pulsefleet.agent.collect.pglog.PgLogConfig;
import io.pulsefleet.agent.collect.plugins.PluginsConfig;
import io.pulsefleet.agent.collect.ports.PortsConfig;
import io.pulsefleet.agent.collect.postgres.PostgresConfig;
import io.pulsefleet.agent.collect.processes.ProcessesConfig;
import io.pulsefleet.agent.collect.services.ServicesConfig;
import io.pulsefleet.agent.collect.sql.QueriesConfig;
import io.pulsefleet.agent.fleet.Boot;
import io.pulsefleet.agent.fleet.Fleet;
import io.pulsefleet.agent.fleet.FleetConfig;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.fleet.Plans;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.home.YamlFile;
import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.agent.jobs.JobsConfig;
import io.pulsefleet.agent.push.PushConfig;
import io.pulsefleet.agent.schedule.ScheduleConfig;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.spool.SpoolConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;

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

    /** As in sysexits.h; a service manager need not try again before a person has mended them. */
    private static final int WRONG_SETTINGS = 78;

    private static final List<Setting<?>> SETTINGS = Stream.of(
                    HomeConfig.ALL,
                    HubConfig.ALL,
                    FleetConfig.ALL,
                    SpoolConfig.ALL,
                    JobsConfig.ALL,
                    ScheduleConfig.ALL,
                    CorrelationConfig.ALL,
                    DockerConfig.ALL,
                    HostConfig.ALL,
                    ProcessesConfig.ALL,
                    PortsConfig.ALL,
                    PluginsConfig.ALL,
                    ServicesConfig.ALL,
                    PushConfig.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    @Inject
    Settings settings;

    @Inject
    YamlFile yaml;

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

    @PostConstruct
    void begin() {
        try {
            settings.check(SETTINGS);
            var declared = Stream.of(
                            SETTINGS,
                            QueriesConfig.allIn(settings),
                            PostgresConfig.allIn(settings),
                            PgLogConfig.allIn(settings),
                            LogsConfig.allIn(settings))
                    .<Setting<?>>flatMap(List::stream)
                    .toList();
            yaml.check(declared);
            settings.check(declared);
            PushConfig.check(settings);
            var waiting = spool.get().waiting();
            LOG.log(
                    INFO,
                    "agent {0} {1}, boot {2}, hub {3}, {4} segments wait",
                    identity.get().agent(),
                    boot.get().version(),
                    boot.get().id(),
                    HubConfig.isThere(settings) ? settings.get(HubConfig.URL) : "none",
                    waiting.segments());
        } catch (IllegalArgumentException | IllegalStateException mistake) {
            LOG.log(ERROR, "The agent does not start: {0}", mistake.getMessage());
            endServer(mistake instanceof IllegalArgumentException ? WRONG_SETTINGS : 1);
            throw mistake;
        }
        plans.current().ifPresent(delivered::follow);
        shifts.begin();
        fleet.begin();
    }

    /** The server has nothing else to do. It ends in order, for which this start must be over: so on a thread of its own. */
    private static void endServer(int code) {
        new Thread(() -> Runtime.getRuntime().exit(code), "the agent does not start").start();
    }

    @PreDestroy
    void end() {
        fleet.end();
        shifts.end();
    }
}
