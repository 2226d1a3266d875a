package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Tokens;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.uptime.MonitorView.MonitorRow;
import io.pulsefleet.hub.uptime.MonitorView.SeenView;
import io.pulsefleet.store.uptime.Datacenter;
import io.pulsefleet.store.uptime.Monitor;
import io.pulsefleet.store.uptime.MonitorSearch;
import io.pulsefleet.store.uptime.MonitorSearch.Filter;
import io.pulsefleet.store.uptime.Monitors;
import io.pulsefleet.store.uptime.Places;
import io.pulsefleet.store.uptime.Schedule;
import io.pulsefleet.store.uptime.Wish;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds, changes and removes what must be up. */
@ApplicationScoped
public class MonitorBook {

    private static final Logger LOG = System.getLogger(MonitorBook.class.getName());
    private static final int MOST = 20_000;

    @Inject
    Monitors stored;

    @Inject
    MonitorSearch search;

    @Inject
    Places places;

    @Inject
    MonitorSecrets secrets;

    /** @param states how many of each there are, whatever state is wanted */
    public record MonitorPage(long total, Map<String, Long> states, List<MonitorRow> monitors) {}

    MonitorPage page(Filter filter, int offset, int limit) {
        var page = search.page(filter, offset, limit);
        return new MonitorPage(
                page.total(),
                page.states(),
                page.rows().stream().map(MonitorRow::of).toList());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public MonitorView get(int id) {
        return view(find(id), null);
    }

    private Monitor find(int id) {
        return stored.find(id).orElseThrow(() -> Problems.notFound("There is no monitor " + id + "."));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 409 when the name is taken */
    @Transactional
    public MonitorView add(MonitorForm given, String by) {
        stored.oneAtATime();
        var all = stored.all();
        if (all.size() >= MOST) {
            throw Problems.conflict("There are %,d monitors, and more there cannot be. Remove some.".formatted(MOST));
        }
        var form = given.filled();
        var wrong = new Complaints();
        var check = rules(all).check(form, List.of(), wrong);
        wrong.end();
        refuseTaken(form.name());
        var monitor = stored.add(wish(form), now(), by);
        keepSecrets(monitor, form, check.orElseThrow());
        LOG.log(Level.INFO, "{0} added the monitor ''{1}''.", by, form.name());
        return view(monitor, isPush(form) ? listenAnew(monitor) : null);
    }

    /**
     * @param still is given the monitor as it is, while nobody else can change it, and throws where that is another than the
     *     caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404, 409 when the name is taken
     */
    @Transactional
    public MonitorView change(int id, MonitorForm given, String by, Seen.Still still) {
        stored.oneAtATime();
        var monitor = find(id);
        still.is(monitor.changedBy(), monitor.changedAt());
        var before = monitor.wish();
        var form = given.over(before, nameOf(before.needsMonitor()));
        var wrong = new Complaints();
        change(monitor, form, rules(stored.all()), wrong, by);
        wrong.end();
        if (!before.name().equals(form.name())) {
            LOG.log(Level.INFO, "{0} called the monitor ''{1}'' ''{2}''.", by, before.name(), form.name());
        }
        LOG.log(Level.INFO, "{0} changed the monitor ''{1}''.", by, form.name());
        return view(monitor, null);
    }

    /** Nothing is changed where something is wrong. */
    void change(Monitor monitor, MonitorForm form, MonitorRules rules, Complaints wrong, String by) {
        var kept = stored.secretNames(monitor.id());
        var before = monitor.wish();
        var check = rules.check(form, kept, wrong);
        check.ifPresent(one -> refuseToSendElsewhere(before, one, kept, form, wrong));
        if (!wrong.fields().isEmpty()) {
            return;
        }
        if (!before.name().equals(form.name())) {
            refuseTaken(form.name());
        }
        refuseCircle(monitor.id(), form.needsMonitor(), wrong);
        if (wrong.fields().isEmpty()) {
            stored.change(monitor, wish(form), now(), by);
            keepSecrets(monitor, form, check.orElseThrow());
        }
    }

    /** What is kept goes nowhere else than where it was meant for, or whoever may change a monitor could read it. */
    static void refuseToSendElsewhere(
            Wish before, Check check, Collection<String> kept, MonitorForm form, Complaints wrong) {
        var was = Checks.stored(before.kind(), before.check())
                .map(Destination::of)
                .orElse("");
        var notGiven =
                kept.stream().filter(name -> !form.secrets().containsKey(name)).toList();
        if (!notGiven.isEmpty() && !was.equals(Destination.of(check))) {
            wrong.add(
                    "secrets",
                    notGiven + " must be given again where the check goes elsewhere: what is kept is sent to " + was
                            + " only");
        }
    }

    private void refuseCircle(int monitor, String needed, Complaints wrong) {
        var next = needed.isEmpty() ? Optional.<Monitor>empty() : stored.byName(needed);
        for (int steps = 0; next.isPresent() && steps <= MOST; steps++) {
            if (next.get().id() == monitor) {
                wrong.add("needs_monitor", "'" + needed + "' needs this one itself");
                return;
            }
            next = Optional.ofNullable(next.get().wish().needsMonitor()).flatMap(stored::find);
        }
    }

    /** Forms that are right, each with its check; what one needs may come behind it. */
    void apply(List<MonitorForm> forms, List<Check> checks, String by) {
        var now = now();
        for (var form : forms) {
            var wish = wish(form);
            stored.byName(form.name())
                    .ifPresentOrElse(monitor -> changeTo(monitor, wish, now, by), () -> stored.add(wish, now, by));
        }
        for (int i = 0; i < forms.size(); i++) {
            var form = forms.get(i);
            var monitor = stored.byName(form.name()).orElseThrow();
            changeTo(monitor, wish(form), now, by);
            var wrong = new Complaints();
            refuseCircle(monitor.id(), form.needsMonitor(), wrong);
            wrong.end();
            keepSecrets(monitor, form, checks.get(i));
        }
        LOG.log(Level.INFO, "{0} applied a document of {1} monitors.", by, forms.size());
    }

    private void changeTo(Monitor monitor, Wish wish, Instant now, String by) {
        if (!monitor.wish().equals(wish)) {
            stored.change(monitor, wish, now, by);
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public MonitorView pause(int id, boolean paused, String by) {
        stored.oneAtATime();
        var monitor = find(id);
        turn(monitor, paused, by);
        return view(monitor, null);
    }

    /**
     * All of these or none.
     *
     * @return how many were otherwise
     * @throws jakarta.ws.rs.WebApplicationException 404 that names those that are not there
     */
    @Transactional
    public int pause(Collection<Integer> ids, boolean paused, String by) {
        stored.oneAtATime();
        var missing = ids.stream().filter(id -> stored.find(id).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw Problems.notFound("There are no monitors " + missing + ".");
        }
        return (int) ids.stream().filter(id -> turn(find(id), paused, by)).count();
    }

    private boolean turn(Monitor monitor, boolean paused, String by) {
        var wish = monitor.wish();
        if (wish.paused() == paused) {
            return false;
        }
        stored.change(monitor, paused(wish, paused), now(), by);
        LOG.log(Level.INFO, "{0} {1} the monitor ''{2}''.", by, paused ? "paused" : "resumed", wish.name());
        return true;
    }

    private static Wish paused(Wish wish, boolean paused) {
        return new Wish(
                wish.name(),
                wish.kind(),
                wish.check(),
                wish.schedule(),
                wish.degradedMs(),
                wish.retries(),
                wish.quorum(),
                wish.datacenters(),
                wish.tags(),
                paused,
                wish.isPublic(),
                wish.needsMonitor(),
                wish.needsHost(),
                wish.statusGroup());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404, 409 when it is none that is pushed to */
    @Transactional
    public MonitorView pushAnew(int id, String by) {
        stored.oneAtATime();
        var monitor = find(id);
        if (!monitor.wish().kind().equals(CheckKind.PUSH.kind())) {
            throw Problems.conflict(
                    "Nobody pushes to a monitor of kind '" + monitor.wish().kind() + "'.");
        }
        LOG.log(
                Level.INFO,
                "{0} gave the monitor ''{1}'' another address.",
                by,
                monitor.wish().name());
        return view(monitor, listenAnew(monitor));
    }

    private String listenAnew(Monitor monitor) {
        var token = Tokens.fresh();
        stored.listenAt(monitor, Tokens.hash(token));
        return "/api/v1/push/" + token;
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public void remove(int id, String by) {
        stored.oneAtATime();
        var monitor = find(id);
        stored.remove(monitor);
        LOG.log(
                Level.INFO,
                "{0} removed the monitor ''{1}''.",
                by,
                monitor.wish().name());
    }

    MonitorRules rules(Collection<Monitor> all) {
        return new MonitorRules(
                places.schedules().stream().map(Schedule::name).toList(),
                places.datacenters().stream().map(Datacenter::id).toList(),
                all.stream().map(monitor -> monitor.wish().name()).toList());
    }

    private void refuseTaken(String name) {
        if (stored.byName(name).isPresent()) {
            throw Problems.conflict("There is a monitor '" + name + "' already.");
        }
    }

    private void keepSecrets(Monitor monitor, MonitorForm form, Check check) {
        form.secrets().forEach((name, secret) -> {
            if (secret.isEmpty()) {
                stored.removeSecret(monitor.id(), name);
            } else {
                stored.keepSecret(monitor.id(), name, secrets.seal(monitor.id(), name, Destination.of(check), secret));
            }
        });
        stored.readAnew(monitor);
    }

    Wish wish(MonitorForm form) {
        return new Wish(
                form.name(),
                form.kind(),
                form.check().text(),
                form.schedule(),
                form.degradedMs() == 0 ? null : form.degradedMs(),
                form.retries(),
                form.quorum() == 0 ? null : form.quorum(),
                form.datacenters(),
                form.tags(),
                form.paused(),
                form.isPublic(),
                form.needsMonitor().isEmpty()
                        ? null
                        : stored.byName(form.needsMonitor()).map(Monitor::id).orElse(null),
                MonitorRules.asUuid(form.needsHost()).orElse(null),
                form.statusGroup().isEmpty() ? null : form.statusGroup());
    }

    private String nameOf(Integer monitor) {
        return monitor == null
                ? ""
                : stored.find(monitor).map(found -> found.wish().name()).orElse("");
    }

    private static boolean isPush(MonitorForm form) {
        return form.kind().equals(CheckKind.PUSH.kind());
    }

    private MonitorView view(Monitor monitor, String pushPath) {
        var wish = monitor.wish();
        var needed = nameOf(wish.needsMonitor());
        var state = search.state(monitor.id());
        return new MonitorView(
                monitor.id(),
                wish.name(),
                wish.kind(),
                new RawJson(wish.check()),
                wish.schedule(),
                search.everySeconds(wish.schedule()),
                wish.degradedMs(),
                wish.retries(),
                wish.quorum(),
                wish.datacenters(),
                wish.tags(),
                wish.paused(),
                wish.isPublic(),
                needed.isEmpty() ? null : needed,
                wish.needsHost() == null ? null : wish.needsHost().toString(),
                wish.statusGroup(),
                stored.secretNames(monitor.id()),
                pushPath,
                monitor.revision(),
                monitor.changedAt(),
                monitor.changedBy(),
                wish.paused() ? "paused" : state.map(MonitorSearch.State::state).orElse("unknown"),
                state.map(MonitorSearch.State::since).orElse(null),
                state.map(MonitorSearch.State::reason).orElse(null),
                search.standings(monitor.id()).stream().map(SeenView::of).toList());
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
