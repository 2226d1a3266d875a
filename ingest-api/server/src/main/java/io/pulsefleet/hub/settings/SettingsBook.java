package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.settings.SettingsViews.AgentChange;
import io.pulsefleet.hub.settings.SettingsViews.AgentChanges;
import io.pulsefleet.hub.settings.SettingsViews.AgentSettings;
import io.pulsefleet.hub.settings.SettingsViews.Diff;
import io.pulsefleet.hub.settings.SettingsViews.EffectiveSetting;
import io.pulsefleet.hub.settings.SettingsViews.FailureView;
import io.pulsefleet.hub.settings.SettingsViews.LayerView;
import io.pulsefleet.hub.settings.SettingsViews.Outlook;
import io.pulsefleet.hub.settings.SettingsViews.Overview;
import io.pulsefleet.hub.settings.SettingsViews.RolloutView;
import io.pulsefleet.hub.settings.SettingsViews.VersionView;
import io.pulsefleet.hub.settings.SettingsViews.Versions;
import io.pulsefleet.hub.settings.Waves.Member;
import io.pulsefleet.hub.settings.Waves.Standing;
import io.pulsefleet.store.fleetsettings.AgentRow;
import io.pulsefleet.store.fleetsettings.FleetSettings;
import io.pulsefleet.store.fleetsettings.LayerVersion;
import io.pulsefleet.store.fleetsettings.SettingsRollout;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.settings.KnownSetting;
import io.pulsefleet.wire.settings.SettingsDocument;
import io.pulsefleet.wire.settings.SettingsReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads and changes the layers of settings, and hears what agents make of them. */
@ApplicationScoped
public class SettingsBook {

    private static final int LONGEST_REASON = 500;

    @Inject
    FleetSettings stored;

    /** What is put into a layer. */
    public record LayerForm(Map<String, String> settings, String reason) {}

    Overview overview() {
        var standings = Standings.read(stored);
        var layers = stored.newest().stream()
                .map(version -> view(version, standings))
                .toList();
        return new Overview(
                layers,
                stored.rollout().map(one -> view(one, standings)).orElse(null),
                List.copyOf(standings.all().byName().values()));
    }

    LayerView layer(Layer layer) {
        return view(newest(layer), Standings.read(stored));
    }

    private LayerVersion newest(Layer layer) {
        return stored.versions(layer.name()).stream()
                .findFirst()
                .orElseGet(() -> new LayerVersion(layer.name(), 0, "{}", "", null, null));
    }

    private static LayerView view(LayerVersion version, Standings standings) {
        var layer = new Layer(version.layer());
        var covered = standings.agents().stream().filter(layer::covers).toList();
        var failing = covered.stream()
                .filter(agent -> standings.standingOf(agent) == Standing.FAILED)
                .count();
        return new LayerView(
                version.layer(),
                version.version(),
                Standings.valuesOf(version.settings()),
                version.reason(),
                version.changedAt(),
                version.changedBy(),
                covered.size(),
                (int) failing);
    }

    private static RolloutView view(SettingsRollout rollout, Standings standings) {
        var members = standings.membersOf(rollout.id(), Instant.now());
        var byId = new HashMap<UUID, AgentRow>();
        standings.agents().forEach(agent -> byId.put(agent.id(), agent));
        return new RolloutView(
                rollout.id(),
                rollout.layer(),
                rollout.version(),
                rollout.state(),
                rollout.detail(),
                rollout.wave(),
                rollout.waves(),
                rollout.beganAt(),
                rollout.beganBy(),
                members.size(),
                (int) members.stream()
                        .filter(one -> one.standing() != Standing.BEHIND)
                        .count(),
                (int) members.stream()
                        .filter(one -> one.standing() == Standing.SETTLED)
                        .count(),
                members.stream()
                        .filter(one -> one.standing() == Standing.FAILED)
                        .map(one -> failure(one, byId.get(one.agent())))
                        .toList());
    }

    private static FailureView failure(Member member, AgentRow agent) {
        return new FailureView(member.agent(), member.name(), lower(agent.told().state()), member.detail());
    }

    Versions versions(Layer layer) {
        var all = stored.versions(layer.name());
        var views = new ArrayList<VersionView>();
        for (int i = 0; i < all.size(); i++) {
            var one = all.get(i);
            var before = i + 1 < all.size() ? Standings.valuesOf(all.get(i + 1).settings()) : Map.<String, String>of();
            var settings = Standings.valuesOf(one.settings());
            views.add(new VersionView(
                    one.version(),
                    settings,
                    one.reason(),
                    one.changedAt(),
                    one.changedBy(),
                    Change.between(before, settings)));
        }
        return new Versions(layer.name(), views);
    }

    Diff diff(Layer layer, int from, int to) {
        return new Diff(layer.name(), from, to, Change.between(settingsOf(layer, from), settingsOf(layer, to)));
    }

    private Map<String, String> settingsOf(Layer layer, int version) {
        return version == 0
                ? Map.of()
                : stored.versions(layer.name()).stream()
                        .filter(one -> one.version() == version)
                        .findFirst()
                        .map(one -> Standings.valuesOf(one.settings()))
                        .orElseThrow(() -> Problems.notFound(layer.name() + " has no version " + version + "."));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 412 when it was changed meanwhile */
    @Transactional
    public Outlook put(Layer layer, LayerForm form, int base, boolean dryRun, boolean waves, String by) {
        var standings = Standings.read(stored);
        var settings = checked(form, standings.all());
        stored.takeTurns();
        var newest = newest(layer);
        if (newest.version() != base) {
            throw changedMeanwhile(layer, base, newest);
        }
        return put(standings, newest, settings, form.reason(), dryRun, waves, by);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 where there is no such version */
    @Transactional
    public Outlook revert(Layer layer, int version, String reason, boolean waves, String by) {
        var standings = Standings.read(stored);
        var settings = settingsOf(layer, version);
        stored.takeTurns();
        return put(
                standings,
                newest(layer),
                settings,
                reason == null || reason.isBlank() ? "back to version " + version : reason.strip(),
                false,
                waves,
                by);
    }

    /** Lets a roll-out that was halted go to all that are behind. */
    @Transactional
    public void resume() {
        stored.takeTurns();
        var rollout = stored.rollout()
                .filter(one -> one.state().equals("halted"))
                .orElseThrow(() -> Problems.conflict("No roll-out is halted."));
        stored.turn(rollout.id(), false, rollout.wave(), "running", "", Instant.now());
    }

    /** Has an agent try again what it refused or took back. */
    @Transactional
    public void retry(UUID id) {
        stored.takeTurns();
        var agent = agent(id);
        if (agent.told() == null
                || !List.of("REFUSED", "ROLLED_BACK").contains(agent.told().state())) {
            throw Problems.conflict(agent.hostname() + " has neither refused settings nor taken them back.");
        }
        var document = new SettingsDocument(agent.attempt() + 1, Standings.valuesOf(agent.released()));
        stored.release(id, document.attempt(), agent.released(), document.hash(), agent.rollout(), Instant.now());
    }

    private Outlook put(
            Standings standings,
            LayerVersion newest,
            Map<String, String> settings,
            String reason,
            boolean dryRun,
            boolean waves,
            String by) {
        var changes = Change.between(Standings.valuesOf(newest.settings()), settings);
        var version = dryRun || changes.isEmpty() ? newest.version() : newest.version() + 1;
        if (version > newest.version()) {
            var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            stored.add(new LayerVersion(newest.layer(), version, Standings.json(settings), reason, now, by));
            stored.begin(newest.layer(), version, waves, by, now);
        }
        return new Outlook(
                newest.layer(),
                version,
                dryRun,
                changes,
                agentsThatChange(standings, new Layer(newest.layer()), settings));
    }

    private static List<AgentChanges> agentsThatChange(Standings standings, Layer layer, Map<String, String> settings) {
        var after = standings.layering().with(layer, settings);
        return standings.agents().stream()
                .filter(layer::covers)
                .map(agent -> changesOf(agent, standings, after))
                .filter(changes -> !changes.changes().isEmpty())
                .toList();
    }

    private static AgentChanges changesOf(AgentRow agent, Standings standings, Layering after) {
        var catalogue = standings.catalogueOf(agent);
        var changes = Change.between(values(standings.layering().saidTo(agent)), values(after.saidTo(agent))).stream()
                .map(change -> new AgentChange(
                        change.name(), change.from(), change.to(), effect(change.name(), agent, catalogue)))
                .toList();
        return new AgentChanges(
                agent.id(),
                agent.hostname(),
                changes.stream().anyMatch(change -> change.effect().equals("restart")),
                changes);
    }

    private static String effect(String name, AgentRow agent, Catalogue catalogue) {
        if (!catalogue.lets(name)) {
            return "refused";
        }
        if (agent.told() != null && agent.told().own().contains(name)) {
            return "own";
        }
        return catalogue.byName().get(name).place() == KnownSetting.Place.AT_ONCE ? "at_once" : "restart";
    }

    private static Map<String, String> values(Map<String, Layering.Said> said) {
        var values = new TreeMap<String, String>();
        said.forEach((name, one) -> values.put(name, one.value()));
        return values;
    }

    /** By their whole names. */
    private static Map<String, String> checked(LayerForm form, Catalogue catalogue) {
        if (form == null || form.settings() == null) {
            throw Problems.badField("settings", "must be an object of names and values, all text");
        }
        if (form.reason() == null || form.reason().isBlank() || form.reason().length() > LONGEST_REASON) {
            throw Problems.badField("reason", "must have 1 to 500 characters");
        }
        if (catalogue.byName().isEmpty()) {
            throw Problems.conflict("No agent has said yet which settings there are. Wait for one to register.");
        }
        var settings = new TreeMap<String, String>();
        var mistakes = new TreeMap<String, String>();
        form.settings().forEach((given, value) -> {
            var name = given.startsWith("pulse.") ? given : "pulse." + given;
            if (value == null || value.isBlank() || value.length() > SettingsDocument.LONGEST_VALUE) {
                mistakes.put(
                        given,
                        "must have 1 to " + SettingsDocument.LONGEST_VALUE
                                + " characters; leave out what is not to be set");
            } else {
                catalogue.refusal(name, value.strip()).ifPresent(why -> mistakes.put(given, why));
                settings.put(name, value.strip());
            }
        });
        if (!mistakes.isEmpty()) {
            throw Problems.badField(
                    String.join(", ", mistakes.keySet()),
                    String.join(
                            "; ",
                            mistakes.entrySet().stream()
                                    .map(one -> one.getKey() + ": " + one.getValue())
                                    .toList()));
        }
        return settings;
    }

    private RuntimeException changedMeanwhile(Layer layer, int base, LayerVersion newest) {
        var changes = base > newest.version()
                ? "there is no version " + base
                : String.join(
                        "; ",
                        Change.between(settingsOf(layer, base), Standings.valuesOf(newest.settings())).stream()
                                .map(Change::toString)
                                .toList());
        return Problems.exception(Problem.of(
                412,
                "Changed meanwhile",
                "%s is at version %d, changed by %s (%s). Since version %d: %s. Look at it again and send If-Match: %d."
                        .formatted(
                                layer.name(),
                                newest.version(),
                                newest.changedBy(),
                                newest.reason(),
                                base,
                                changes,
                                newest.version())));
    }

    /** What the agent is told; to be fetched by it. */
    SettingsDocument document(UUID id) {
        return Releases.document(agent(id));
    }

    @Transactional
    public void told(UUID id, SettingsReport report) {
        var known = Optional.ofNullable(report.known())
                .map(Standings.KnownSettings::new)
                .map(list -> new String(Json.bytes(list), StandardCharsets.UTF_8));
        var hash = known.map(SettingsBook::hash).orElse(null);
        known.ifPresent(text -> stored.keepKnown(hash, text));
        stored.told(
                id,
                new AgentRow.Told(
                        report.hash(),
                        report.state().name(),
                        report.detail(),
                        report.waiting(),
                        report.own(),
                        Instant.now()),
                hash);
    }

    AgentSettings of(UUID id) {
        var standings = Standings.read(stored);
        var agent = agent(id);
        var said = standings.layering().saidTo(agent);
        var own = agent.told() == null ? List.<String>of() : agent.told().own();
        var settings = standings.catalogueOf(agent).byName().values().stream()
                .map(known -> effective(known, said, own))
                .sorted(Comparator.comparing(EffectiveSetting::name))
                .toList();
        var told = Optional.ofNullable(agent.told());
        return new AgentSettings(
                id,
                agent.hostname(),
                Releases.document(agent).hash(),
                told.map(AgentRow.Told::hash).orElse(null),
                stateOf(agent, standings),
                told.map(AgentRow.Told::detail).orElse(""),
                told.map(AgentRow.Told::waiting).orElse(List.of()),
                told.map(AgentRow.Told::at).orElse(null),
                settings);
    }

    private static EffectiveSetting effective(KnownSetting known, Map<String, Layering.Said> said, List<String> own) {
        var isOwn = own.contains(known.name());
        var layer = known.forTheFleet() ? Optional.ofNullable(said.get(known.name())) : Optional.<Layering.Said>empty();
        return new EffectiveSetting(
                known.name(),
                isOwn ? null : layer.map(Layering.Said::value).orElse(null),
                isOwn ? "own" : layer.map(Layering.Said::layer).orElse("default"),
                known.byDefault(),
                known.about(),
                known.place());
    }

    private static String stateOf(AgentRow agent, Standings standings) {
        if (agent.told() == null) {
            return "unknown";
        }
        var heard =
                Stream.of(agent.told().hash()).anyMatch(Releases.document(agent).hash()::equals);
        return standings.isBehind(agent) || !heard
                ? "waiting"
                : lower(agent.told().state());
    }

    private AgentRow agent(UUID id) {
        return stored.agent(id).orElseThrow(() -> Problems.notFound("There is no agent " + id + "."));
    }

    private static String lower(String state) {
        return state.toLowerCase(Locale.ROOT);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
