package io.pulsefleet.hub.configuration;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.fleet.Roster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What hosts are called in a document: by hostname, and by id where several are called so. */
@ApplicationScoped
public class HostNames {

    @Inject
    Roster roster;

    /** All hosts as they are now. */
    public Known now() {
        var all = roster.all();
        return new Known(
                all.stream().collect(Collectors.toMap(Named::id, Function.identity())),
                all.stream().collect(groupingBy(Named::hostname, mapping(Named::id, toList()))));
    }

    /** The hosts at one moment. */
    public record Known(Map<UUID, Named> byId, Map<String, List<UUID>> byName) {

        /** Of one that is gone: its id. */
        public String nameOf(UUID id) {
            var host = byId.get(id);
            return host != null && byName.get(host.hostname()).size() == 1 ? host.hostname() : id.toString();
        }

        /** @return empty: there is none, or there are several, and that was told */
        public Optional<UUID> find(String name, String field, Complaints wrong) {
            if (name == null) {
                wrong.add(field, "must be a hostname, or an agent's id");
                return Optional.empty();
            }
            var called = byName.getOrDefault(name, List.of());
            if (called.size() > 1) {
                wrong.add(field, called.size() + " hosts are called '" + name + "'; say which by its id, of " + called);
                return Optional.empty();
            }
            var found = called.stream()
                    .findFirst()
                    .or(() -> byId.keySet().stream()
                            .filter(id -> id.toString().equals(name.toLowerCase(Locale.ROOT)))
                            .findFirst());
            if (found.isEmpty()) {
                wrong.add(field, "there is no host '" + name + "'");
            }
            return found;
        }
    }
}
