package io.pulsefleet.hub.targets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.configuration.HostNames;
import io.pulsefleet.hub.configuration.HostNames.Known;
import io.pulsefleet.hub.configuration.Section;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Parts;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.wire.RawJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The databases that agents watch because the hub says so. Of a password it says only whether there is one. */
@ApplicationScoped
class DatabasesSection implements Section {

    private static final String NONE = "none";

    @Inject
    TargetBook targets;

    @Inject
    Deliveries deliveries;

    @Inject
    HostNames names;

    /**
     * What is left out is as by default, but the password, which stays.
     *
     * @param agent the hostname or id of the agent that watches it
     * @param password set, or none; never the password
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record DatabaseEntry(
            String agent,
            String name,
            String type,
            String host,
            Integer port,
            String database,
            String user,
            String password,
            String sslMode,
            Boolean statistics,
            Boolean queries,
            String logFiles) {

        static DatabaseEntry of(TargetView view, Known hosts) {
            return new DatabaseEntry(
                    hosts.nameOf(view.agent()),
                    view.name(),
                    view.type(),
                    view.host(),
                    view.port(),
                    view.database(),
                    view.user(),
                    view.password().equals(NONE) ? NONE : TargetView.SET,
                    view.sslMode(),
                    view.statistics(),
                    view.queries(),
                    view.logFiles());
        }

        Form form(UUID watcher) {
            return new Form(
                            null,
                            watcher,
                            name,
                            type,
                            host,
                            port,
                            database,
                            user,
                            NONE.equals(password) ? "" : null,
                            sslMode,
                            statistics,
                            queries,
                            logFiles == null ? "" : logFiles)
                    .filled();
        }
    }

    @Override
    public String name() {
        return "databases";
    }

    @Override
    public Object export() {
        var hosts = names.now();
        return Tree.ofJson(RawJson.of(targets.all().stream()
                                .map(view -> DatabaseEntry.of(view, hosts))
                                .toList())
                        .text())
                .root();
    }

    @Override
    public List<Difference> apply(Tree part, How how) {
        var wrong = new Complaints();
        var differences = new ArrayList<Difference>();
        var there = new HashMap<String, TargetView>();
        targets.all().forEach(view -> there.put(key(view.agent(), view.name()), view));
        var hosts = names.now();
        var named = new HashSet<String>();
        var entries = Parts.list(part.root(), "", DatabaseEntry.class, wrong);
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var field = "[" + i + "]";
            if (entry != null) {
                hosts.find(entry.agent(), field + ".agent", wrong).ifPresent(agent -> {
                    if (!named.add(key(agent, entry.name()))) {
                        wrong.add(field + ".name", "is the second one of this agent that is called so");
                    }
                    put(
                            field,
                            entry,
                            entry.form(agent),
                            Optional.ofNullable(there.get(key(agent, entry.name()))),
                            how,
                            differences,
                            wrong);
                });
            }
        }
        wrong.end(part::line);
        if (how.prune()) {
            there.forEach((key, view) -> {
                if (!named.contains(key)) {
                    differences.add(new Difference("database", view.name(), "removed", List.of()));
                    if (!how.dryRun()) {
                        targets.remove(view.id(), how.by());
                    }
                }
            });
        }
        return differences;
    }

    private static String key(UUID agent, String name) {
        return agent + "/" + name;
    }

    private void put(
            String field,
            DatabaseEntry entry,
            Form form,
            Optional<TargetView> before,
            How how,
            List<Difference> differences,
            Complaints wrong) {
        var own = form.complaints();
        var isKept = before.filter(view -> !view.password().equals(NONE)).isPresent();
        if (entry.password() != null && !List.of(NONE, TargetView.SET).contains(entry.password())) {
            own.add("password", "must be set or none: a document holds no secrets; give it in the console");
        } else if (TargetView.SET.equals(entry.password()) && !isKept) {
            own.add("password", "there is none that could stay: say none, and give it in the console afterwards");
        }
        before.filter(view -> isKept && form.password() == null && !isAt(view, form))
                .ifPresent(view ->
                        own.add("password", "would go to another host or port: say none, and give it again there"));
        wrong.addAll(field + ".", own);
        var fields = before.map(view -> differences(form, view)).orElse(List.of());
        if (before.isPresent() && fields.isEmpty()) {
            return;
        }
        differences.add(new Difference("database", form.name(), before.isEmpty() ? "added" : "changed", fields));
        if (!how.dryRun()) {
            if (before.isEmpty()) {
                targets.add(form, how.by());
            } else {
                targets.change(before.get().id(), form, how.by(), Seen.ANY);
            }
        }
    }

    private static boolean isAt(TargetView view, Form form) {
        return Objects.equals(view.host(), form.host()) && Objects.equals(view.port(), form.port());
    }

    private static List<String> differences(Form form, TargetView was) {
        var fields = new ArrayList<String>();
        note(fields, "type", form.type(), was.type());
        note(fields, "host", form.host(), was.host());
        note(fields, "port", form.port(), was.port());
        note(fields, "database", form.database(), was.database());
        note(fields, "user", form.user(), was.user());
        note(fields, "password", form.password() == null || was.password().equals(NONE), true);
        note(fields, "ssl_mode", form.sslMode(), was.sslMode());
        note(fields, "statistics", form.statistics(), was.statistics());
        note(fields, "queries", form.queries(), was.queries());
        note(fields, "log_files", form.logFiles(), was.logFiles() == null ? "" : was.logFiles());
        return fields;
    }

    private static void note(List<String> fields, String field, Object wanted, Object was) {
        if (!Objects.equals(wanted, was)) {
            fields.add(field);
        }
    }

    @Override
    public void stored() {
        deliveries.refresh();
    }
}
