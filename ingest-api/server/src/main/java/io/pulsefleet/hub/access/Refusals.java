package io.pulsefleet.hub.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.hub.access.Deed.Outcome;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/**
 * Who was refused, for the log and for the audit log: when it happens first, and a minute later how often it did since; a
 * flood can fill neither.
 */
@ApplicationScoped
class Refusals {

    private static final Logger LOG = System.getLogger(Refusals.class.getName());
    private static final int MOST = 200;

    private final Tally<Deed> tally = new Tally<>(MOST);
    private final EverySecond looks = new EverySecond("How often callers were refused was not told", this::look);

    @Resource
    ManagedScheduledExecutorService executor;

    private Event<Deed> deeds;

    Refusals() {}

    @Inject
    Refusals(Event<Deed> deeds) {
        this.deeds = deeds;
    }

    void start(@Observes Startup event) {
        looks.begin(executor);
    }

    @PreDestroy
    void stop() {
        looks.stop();
    }

    /** It showed something that is not right. */
    void note(Credentials credentials, String address) {
        var isPassword = credentials instanceof Credentials.Password;
        refused(
                isPassword ? ((Credentials.Password) credentials).shownUser() : "",
                address,
                isPassword ? "session.begin" : "key.show",
                credentials + " is not known here.");
    }

    /** It showed too many wrong passwords lately to be heard now. */
    void throttled(String user, String address) {
        refused(
                new Credentials.Password(user, "").shownUser(),
                address,
                "session.throttle",
                "Too many wrong passwords.");
    }

    /** Whom the OpenID provider has sent, or refused. */
    void openId(String name, String address, OpenIdPeople.Why why) {
        refused(
                new Credentials.Password(name, "").shownUser(),
                address,
                "session.begin",
                "By OpenID: " + why.sentence());
    }

    private void refused(String who, String address, String action, String why) {
        note(new Deed(who, "nobody", address, action, "", Outcome.REFUSED, why));
    }

    /** It is known, and may not. */
    void rights(Caller caller, String address, String method, String path, String why) {
        note(new Deed(
                caller.getName(), caller.kind(), address, "route.call", method + " " + path, Outcome.REFUSED, why));
    }

    private void note(Deed deed) {
        if (tally.note(deed, Instant.now())) {
            tell(deed);
        }
    }

    private void look() {
        var due = tally.due(Instant.now());
        due.often().forEach(often -> tell(again(often)));
        if (due.others() > 0) {
            tell(new Deed(
                    "",
                    "nobody",
                    "",
                    "route.call",
                    "",
                    Outcome.REFUSED,
                    due.others() + " more refusals, of too many callers to name each."));
        }
    }

    /** As the audit log counts what it was told of only once: {@code {"more":12,...}}. */
    private static Deed again(Tally.Often<Deed> often) {
        var deed = often.what();
        var detail =
                JsonNodeFactory.instance.objectNode().put("more", often.times()).put("why", deed.detail());
        return new Deed(
                deed.who(), deed.kind(), deed.from(), deed.action(), deed.object(), deed.outcome(), detail.toString());
    }

    private void tell(Deed deed) {
        LOG.log(Level.WARNING, "Refused: {0} {1} from {2}: {3}", deed.action(), deed.who(), deed.from(), deed.detail());
        deeds.fire(deed);
    }
}
