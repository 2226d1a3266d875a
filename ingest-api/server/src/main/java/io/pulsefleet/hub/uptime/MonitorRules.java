package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a monitor must be. All that is wrong is told at once. */
final class MonitorRules {

    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}:._/-]{0,62}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final Pattern SECRET_IN_CHECK = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_]*)\\}");
    private static final int MOST_TAGS = 32;
    private static final int MOST_SECRETS = 20;
    private static final int LONGEST_SECRET = 16_384;
    private static final int LONGEST_CHECK = 100_000;
    private static final int MOST_RETRIES = 20;
    private static final int LONGEST_GROUP = 100;
    private static final int SLOWEST_MS = 3_600_000;

    private final Set<String> schedules;
    private final Set<String> datacenters;
    private final Set<String> names;

    /** @param names of all monitors */
    MonitorRules(Collection<String> schedules, Collection<String> datacenters, Collection<String> names) {
        this.schedules = Set.copyOf(schedules);
        this.datacenters = Set.copyOf(datacenters);
        this.names = Set.copyOf(names);
    }

    /**
     * @param form a whole one
     * @param kept names of secrets that it has already
     * @return its check, if that is one
     */
    Optional<Check> check(MonitorForm form, Collection<String> kept, Complaints wrong) {
        checkName(form.name(), wrong);
        if (!schedules.contains(form.schedule())) {
            wrong.add(
                    "schedule",
                    "there is no schedule '" + form.schedule() + "'; there are " + new TreeSet<>(schedules));
        }
        if (form.degradedMs() < 0 || form.degradedMs() > SLOWEST_MS) {
            wrong.add("degraded_ms", "must be from 1 to " + SLOWEST_MS + ", or 0 for none");
        }
        if (form.retries() < 0 || form.retries() > MOST_RETRIES) {
            wrong.add("retries", "must be from 0 to " + MOST_RETRIES);
        }
        checkDatacenters(form, wrong);
        checkTags(form.tags(), wrong);
        checkNeeds(form, wrong);
        if (form.statusGroup().length() > LONGEST_GROUP
                || form.statusGroup().chars().anyMatch(Character::isISOControl)) {
            wrong.add("status_group", "must have " + LONGEST_GROUP + " characters at most");
        }
        checkSecrets(form.secrets(), wrong);
        return checkOf(form, kept, wrong);
    }

    private static void checkName(String name, Complaints wrong) {
        if (name == null
                || name.isBlank()
                || name.length() > 200
                || name.chars().anyMatch(Character::isISOControl)) {
            wrong.add("name", "must have 1 to 200 characters");
        }
    }

    private void checkDatacenters(MonitorForm form, Complaints wrong) {
        for (int i = 0; i < form.datacenters().size(); i++) {
            var datacenter = form.datacenters().get(i);
            if (datacenter == null || !datacenters.contains(datacenter)) {
                wrong.add("datacenters[" + i + "]", "there is no datacenter '" + datacenter + "'");
            }
        }
        var most = form.datacenters().isEmpty()
                ? datacenters.size()
                : form.datacenters().size();
        if (form.quorum() < 0 || (form.quorum() > 0 && form.quorum() > most)) {
            wrong.add("quorum", "must be from 1 to " + most + ", the datacenters that probe it, or 0 for all of them");
        }
    }

    private static void checkTags(List<String> tags, Complaints wrong) {
        if (tags.size() > MOST_TAGS) {
            wrong.add("tags", "must be " + MOST_TAGS + " at most");
        }
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i) == null || !TAG.matcher(tags.get(i)).matches()) {
                wrong.add("tags[" + i + "]", "must be 1 to 63 letters, digits, :, dots, _, / or -");
            }
        }
    }

    private void checkNeeds(MonitorForm form, Complaints wrong) {
        if (!form.needsMonitor().isEmpty()
                && (!names.contains(form.needsMonitor()) || form.needsMonitor().equals(form.name()))) {
            wrong.add("needs_monitor", "there is no other monitor '" + form.needsMonitor() + "'");
        }
        if (!form.needsHost().isEmpty() && asUuid(form.needsHost()).isEmpty()) {
            wrong.add("needs_host", "must be the id of an agent");
        }
    }

    static Optional<UUID> asUuid(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException isNone) {
            return Optional.empty();
        }
    }

    private static void checkSecrets(Map<String, String> secrets, Complaints wrong) {
        if (secrets.size() > MOST_SECRETS) {
            wrong.add("secrets", "must be " + MOST_SECRETS + " at most");
        }
        secrets.forEach((name, secret) -> {
            if (!SECRET.matcher(name).matches()) {
                wrong.add("secrets", "must have names of 1 to 63 letters, digits or _, a letter first");
            } else if (secret == null || secret.length() > LONGEST_SECRET) {
                wrong.add("secrets." + name, "must be a text of " + LONGEST_SECRET + " characters at most");
            }
        });
    }

    private static Optional<Check> checkOf(MonitorForm form, Collection<String> kept, Complaints wrong) {
        var kind = CheckKind.of(String.valueOf(form.kind()));
        if (kind.isEmpty()) {
            wrong.add(
                    "kind",
                    "must be one of "
                            + Stream.of(CheckKind.values()).map(CheckKind::kind).toList());
            return Optional.empty();
        }
        if (form.check() == null || form.check().text().length() > LONGEST_CHECK) {
            wrong.add("check", "must be an object of " + LONGEST_CHECK + " characters at most");
            return Optional.empty();
        }
        checkFields(kind.get(), form.check(), wrong);
        checkSecretsOf(form, kept, wrong);
        return Mistakes.read(kind.get(), form.check().text(), wrong);
    }

    private static void checkFields(CheckKind kind, RawJson check, Complaints wrong) {
        var known = Stream.of(kind.check().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        try {
            var given = Json.read(check.text().getBytes(StandardCharsets.UTF_8), Map.class);
            for (var field : given.keySet()) {
                if (!known.contains(String.valueOf(field))) {
                    wrong.add(
                            "check." + field,
                            "a check of kind '" + kind.kind() + "' has no such field; it has " + known);
                }
            }
        } catch (IOException noObject) {
            wrong.add("check", "must be a JSON object");
        }
    }

    private static void checkSecretsOf(MonitorForm form, Collection<String> kept, Complaints wrong) {
        var named = SECRET_IN_CHECK.matcher(form.check().text());
        while (named.find()) {
            var name = named.group(1);
            var given = form.secrets().get(name);
            if (given == null ? !kept.contains(name) : given.isEmpty()) {
                wrong.add("check", "names the secret ${" + name + "}, which is not there; give it under \"secrets\"");
            }
        }
    }
}
