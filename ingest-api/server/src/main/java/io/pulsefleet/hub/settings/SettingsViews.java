package io.pulsefleet.hub.settings;

import io.pulsefleet.wire.settings.KnownSetting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How settings look to users. */
public final class SettingsViews {

    private SettingsViews() {}

    /**
     * @param version 0: nobody has set anything in it yet
     * @param failing how many agents that it covers refused what they were told, or took it back
     */
    public record LayerView(
            String layer,
            int version,
            Map<String, String> settings,
            String reason,
            Instant changedAt,
            String changedBy,
            int agents,
            int failing) {}

    /** @param acknowledged how many of the agents are well with it */
    public record RolloutView(
            long id,
            String layer,
            int version,
            String state,
            String detail,
            int wave,
            boolean waves,
            Instant beganAt,
            String beganBy,
            int agents,
            int released,
            int acknowledged,
            List<FailureView> failures) {}

    public record FailureView(UUID agent, String hostname, String state, String detail) {}

    /** @param rollout null: there never was one */
    public record Overview(List<LayerView> layers, RolloutView rollout, List<KnownSetting> known) {}

    public record VersionView(
            int version,
            Map<String, String> settings,
            String reason,
            Instant changedAt,
            String changedBy,
            List<Change> changes) {}

    public record Versions(String layer, List<VersionView> versions) {}

    public record Diff(String layer, int from, int to, List<Change> changes) {}

    /**
     * @param effect {@code at_once}, {@code restart}; {@code own}: the host itself sets it, which wins; {@code refused}:
     *     this agent has no such setting, or does not let the hub set it
     */
    public record AgentChange(String name, String from, String to, String effect) {}

    public record AgentChanges(UUID agent, String hostname, boolean restart, List<AgentChange> changes) {}

    /** What would be, or what is going to be. */
    public record Outlook(String layer, int version, boolean dryRun, List<Change> changes, List<AgentChanges> agents) {}

    /**
     * @param value null: nobody sets it but, perhaps, the host
     * @param layer {@code global}, {@code group/...}, {@code host/...}; {@code own}: the host itself; {@code default}
     */
    public record EffectiveSetting(
            String name, String value, String layer, String byDefault, String about, KnownSetting.Place place) {}

    /**
     * @param hash of what it is told
     * @param acknowledged of what it spoke last
     * @param state {@code unknown}: it has not told; {@code waiting}: a roll-out has not come to it, or it has not heard
     */
    public record AgentSettings(
            UUID agent,
            String hostname,
            String hash,
            String acknowledged,
            String state,
            String detail,
            List<String> waitingForRestart,
            Instant toldAt,
            List<EffectiveSetting> settings) {}
}
