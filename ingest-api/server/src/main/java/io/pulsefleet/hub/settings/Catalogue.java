package io.pulsefleet.hub.settings;

import io.pulsefleet.settings.Setting.Kind;
import io.pulsefleet.wire.settings.KnownSetting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The settings that an agent has, or all agents together, by name. Agents of other versions have others. */
record Catalogue(Map<String, KnownSetting> byName) {

    static final Catalogue EMPTY = new Catalogue(Map.of());

    static Catalogue of(List<KnownSetting> known) {
        var byName = new TreeMap<String, KnownSetting>();
        known.forEach(one -> byName.putIfAbsent(one.name(), one));
        return new Catalogue(byName);
    }

    /** Where they are not of one mind, the one that lets the hub set it is heard; the others refuse it for themselves. */
    static Catalogue of(Collection<Catalogue> all) {
        var byName = new TreeMap<String, KnownSetting>();
        all.forEach(one -> one.byName
                .values()
                .forEach(known -> byName.merge(known.name(), known, (old, other) -> old.forTheFleet() ? old : other)));
        return new Catalogue(byName);
    }

    boolean lets(String name) {
        return Optional.ofNullable(byName.get(name))
                .filter(KnownSetting::forTheFleet)
                .isPresent();
    }

    /** Why the hub cannot set this; empty where it can. */
    Optional<String> refusal(String name, String value) {
        var known = byName.get(name);
        if (known == null) {
            return Optional.of("no agent has such a setting" + meant(name));
        }
        return switch (known.place()) {
            case HOST -> Optional.of("is the host's own to set: in its environment, .env or agent.yaml");
            case SECRET ->
                Optional.of("is secret, or may have a secret in it, and is set on the host only; passwords of databases"
                        + " are kept encrypted with the databases (POST /api/v1/databases)");
            case AT_ONCE, AT_RESTART -> unreadable(known, value);
        };
    }

    private static Optional<String> unreadable(KnownSetting known, String value) {
        var kind = Stream.of(Kind.values())
                .filter(one -> one.name().equals(known.kind()))
                .findFirst();
        return kind.flatMap(one -> one.mistake(value))
                .map(why -> "cannot read '" + value + "' (" + (why.isEmpty() ? known.about() : why) + ")");
    }

    private String meant(String name) {
        var last = name.substring(name.lastIndexOf('.') + 1);
        var near = byName.values().stream()
                .filter(KnownSetting::forTheFleet)
                .map(KnownSetting::name)
                .filter(one -> one.endsWith("." + last) || one.startsWith(name))
                .limit(3)
                .toList();
        return near.isEmpty() ? "" : "; there is " + String.join(", ", near);
    }
}
