package io.pulsefleet.agent;

import static java.lang.System.Logger.Level.INFO;
import static java.util.stream.Collectors.toCollection;

import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.home.AtOnce;
import io.pulsefleet.agent.home.FromTheHub;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.home.HubSettings;
import io.pulsefleet.agent.home.Kept;
import io.pulsefleet.agent.home.KeptFile;
import io.pulsefleet.agent.home.Layers;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.settings.SettingsDocument;
import io.pulsefleet.wire.settings.SettingsReport;
import io.pulsefleet.wire.settings.SettingsReport.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows the settings that the hub has for this agent (SP-08): takes what is well, tries it, and takes it back where the
 * agent does not stay well. {@link Kept} decides; here it is done.
 */
@ApplicationScoped
public class FleetSettings {

    /** The agent ends to be started again; as in sysexits.h, "try again". */
    static final int START_AGAIN = 75;

    private static final System.Logger LOG = System.getLogger(FleetSettings.class.getName());

    private static final String FILE = "fleet-settings.json";
    private static final String TROUBLE = "settings of the hub";
    private static final int BEATS_THAT_PROVE = 2;
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    @Inject
    Settings settings;

    @Inject
    Layers layers;

    @Inject
    Shifts shifts;

    @Inject
    Troubles troubles;

    @Inject
    Hub hub;

    @Inject
    Identity identity;

    private Kept kept = Kept.NOTHING;
    private String offered = SettingsDocument.NONE.hash();
    private int beats;
    private long begunAt;
    private Optional<Long> restartAt = Optional.empty();
    private Optional<Told> told = Optional.empty();

    /** @param atNanos by a clock that nobody sets */
    private record Told(SettingsReport report, long atNanos) {}

    /** Before any setting is used. */
    synchronized void begin() {
        kept = read().start();
        keep();
        Optional.ofNullable(kept.failed())
                .ifPresent(one -> LOG.log(INFO, "The hub''s settings were taken back: {0}", one.why()));
        begunAt = System.nanoTime();
        layers.startWith(HubSettings.of(kept.document()));
        if (!check(layers.hub()).isWell() && check(HubSettings.NONE).isWell()) {
            var why = check(layers.hub()).sentence();
            kept = kept.trial() == null ? kept.refused(kept.good().hash(), why) : kept.takenBack(why);
            keep();
            var before = HubSettings.of(kept.good());
            layers.startWith(check(before).isWell() ? before : HubSettings.NONE);
            troubles.tell(TROUBLE, "The hub's settings do not let this agent start: " + why);
        }
    }

    /** @return whether it was for what is on trial: then the next start is without it */
    synchronized boolean cannotStart(String why) {
        if (!kept.onTrial()) {
            return false;
        }
        kept = kept.takenBack("the agent did not start with it: " + why);
        keep();
        return true;
    }

    synchronized void end() {
        kept = kept.endedInOrder();
        keep();
    }

    /** An answer says that the hub can be reached, with what is in force. */
    synchronized void heard(@Observes HeartbeatAnswer answer) {
        prove();
        if (answer.settings() != null) {
            offered = answer.settings();
            if (!kept.hasHeardOf(offered)) {
                fetch();
            }
            tell();
        }
    }

    /** Called every few seconds. */
    synchronized void look() {
        var trial = settings.get(FleetSettingsConfig.TRIAL);
        if (kept.onTrial() && System.nanoTime() - begunAt > trial.toNanos()) {
            takeBack("no two heartbeats came through within %d s".formatted(trial.toSeconds()));
        }
        if (restartAt.filter(at -> System.nanoTime() >= at).isPresent()) {
            restartAt = Optional.empty();
            LOG.log(INFO, "The agent restarts for the hub''s settings: {0}", waiting());
            restart();
        }
    }

    private void prove() {
        if (kept.onTrial() && ++beats >= BEATS_THAT_PROVE) {
            kept = kept.proven();
            keep();
            LOG.log(INFO, "The hub''s settings {0} are proven", kept.good().hash());
        }
    }

    private void fetch() {
        var reply = Reply.to(() -> hub.settings(identity.agent(), identity.bearer()), SettingsDocument.class);
        reply.message().ifPresent(document -> {
            offered = document.hash();
            if (!kept.hasHeardOf(offered)) {
                take(document);
            }
        });
    }

    private void take(SettingsDocument document) {
        var wanted = HubSettings.of(document);
        var check = check(wanted);
        var refusals = new ArrayList<>(HubSettings.refusals(document, check.declared()));
        if (!check.isWell() && check(layers.hub()).isWell()) {
            refusals.addAll(check.lines());
        }
        if (!refusals.isEmpty()) {
            kept = kept.refused(document.hash(), String.join("; ", refusals));
            keep();
            troubles.tell(TROUBLE, "The hub's settings were refused: " + String.join("; ", refusals));
            return;
        }
        kept = kept.offered(document);
        follow();
    }

    /** What may change at once does; the rest waits for a restart, which comes by itself where it may. */
    private void follow() {
        restartAt = Optional.empty();
        apply(HubSettings.of(kept.document()));
        if (waiting().isEmpty()) {
            kept = kept.begin();
            begunAt = System.nanoTime();
            beats = 0;
        } else if (mayRestart()) {
            var within =
                    Math.max(1, settings.get(FleetSettingsConfig.RESTART_WITHIN).toNanos());
            restartAt =
                    Optional.of(System.nanoTime() + ThreadLocalRandom.current().nextLong(within));
        }
        keep();
        if (waiting().isEmpty() || mayRestart()) {
            troubles.over(TROUBLE, "The hub's settings are taken.");
        } else {
            troubles.tell(
                    TROUBLE,
                    "The hub changed settings; these wait for a restart (`systemctl reload pulsefleet-agent`): "
                            + String.join(", ", waiting()));
        }
    }

    private void takeBack(String why) {
        LOG.log(INFO, "The hub''s settings are taken back: {0}", why);
        kept = kept.takenBack(why);
        keep();
        apply(HubSettings.of(kept.document()));
        if (!waiting().isEmpty() && mayRestart()) {
            restart();
        }
    }

    private void apply(HubSettings wanted) {
        var changed = layers.differences(declared(), layers.hub(), wanted).stream()
                .filter(AtOnce::mayChange)
                .collect(toCollection(TreeSet::new));
        layers.follow(wanted);
        if (!changed.isEmpty()) {
            LOG.log(INFO, "The hub changed settings, and they are in force: {0}", String.join(", ", changed));
            shifts.reread(changed.stream()
                    .flatMap(setting -> AtOnce.collectorOf(setting).stream())
                    .collect(toCollection(TreeSet::new)));
        }
    }

    private List<String> waiting() {
        return layers.differences(declared(), layers.hubAtStart(), HubSettings.of(kept.document())).stream()
                .filter(setting -> !AtOnce.mayChange(setting))
                .toList();
    }

    /** Whenever it is another answer, and now and then for a hub that lost what it was told. */
    private void tell() {
        var now = report();
        var before = told.filter(one -> System.nanoTime() - one.atNanos() < AGAIN_AFTER.toNanos());
        if (before.filter(one -> one.report().equals(now)).isPresent()) {
            return;
        }
        var said = before.isPresent() ? now : withAllThereIs(now);
        var answer = Reply.to(() -> hub.told(identity.agent(), identity.bearer(), said));
        switch (answer.outcome()) {
            case TAKEN, KNOWN ->
                told = Optional.of(new Told(now, before.map(Told::atNanos).orElseGet(System::nanoTime)));
            case REFUSED -> troubles.tell(TROUBLE, "The hub does not hear of settings: " + answer.detail());
            case UNAUTHORIZED, UNKNOWN_SETS, AWAY -> {} // the next answer is the next try
        }
    }

    private SettingsReport report() {
        var waiting = waiting();
        var own = declared().stream()
                .filter(layers::isOwn)
                .map(Setting::name)
                .sorted()
                .toList();
        var failed = kept.failure(offered);
        return new SettingsReport(
                offered,
                failed.map(Kept.Failed::state).orElseGet(() -> stateWith(waiting)),
                failed.map(one -> shortened(one.why())).orElse(""),
                waiting,
                own,
                null);
    }

    private State stateWith(List<String> waiting) {
        if (!waiting.isEmpty()) {
            return mayRestart() ? State.RESTARTS : State.RESTART_NEEDED;
        }
        return kept.onTrial() ? State.ON_TRIAL : State.IN_FORCE;
    }

    private SettingsReport withAllThereIs(SettingsReport report) {
        return new SettingsReport(
                report.hash(),
                report.state(),
                report.detail(),
                report.waiting(),
                report.own(),
                declared().stream().map(FromTheHub::known).distinct().toList());
    }

    private SettingsCheck check(HubSettings ofHub) {
        return SettingsCheck.of(layers, layers.newest(), ofHub);
    }

    private List<Setting<?>> declared() {
        return check(layers.hub()).declared();
    }

    private boolean mayRestart() {
        return FleetSettingsConfig.mayRestart(settings, Optional.ofNullable(System.getenv("INVOCATION_ID")));
    }

    /** In order, for which this call must be over. */
    private static void restart() {
        new Thread(() -> Runtime.getRuntime().exit(START_AGAIN), "the agent starts again").start();
    }

    private static String shortened(String why) {
        return why.length() > 2_000 ? why.substring(0, 2_000) : why;
    }

    private KeptFile file() {
        return new KeptFile(HomeConfig.folder(settings).resolve(FILE));
    }

    private Kept read() {
        try {
            return file().read();
        } catch (IOException unreadable) {
            throw new IllegalStateException(file().path() + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** One that cannot be kept is in force all the same, and not after a restart. */
    private void keep() {
        try {
            file().write(kept);
            troubles.over("keeping settings", "The hub's settings can be kept again.");
        } catch (IOException full) {
            troubles.tell("keeping settings", "The hub's settings cannot be kept: " + full.getMessage());
        }
    }
}
