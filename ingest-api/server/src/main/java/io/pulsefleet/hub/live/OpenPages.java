package io.pulsefleet.hub.live;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.hub.News;
import io.pulsefleet.hub.access.PageDoor;
import io.pulsefleet.hub.access.PageDoor.Visitor;
import io.pulsefleet.hub.command.Talks;
import io.pulsefleet.hub.live.LiveMessage.Look;
import io.pulsefleet.hub.socket.Inbox;
import io.pulsefleet.hub.socket.Sockets;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.channel.Closing;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The pages that are open at this hub, and what each of them looks at. They are told at most once a second that something is
 * new, and agents that are looked at are asked to read more often for as long as that is so. What another hub hears of is
 * not told here: a page asks every few seconds as well.
 */
@ApplicationScoped
public class OpenPages {

    static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** Rights that were taken away end within it. */
    private static final Duration PROOF_LOOKED_AT_EVERY = Duration.ofSeconds(20);

    private static final Duration WATCH_FOR = Duration.ofSeconds(30);
    private static final Duration WATCH_AGAIN_AFTER = Duration.ofSeconds(10);
    private static final long MOST_HELD = 4L * LiveEndpoint.LONGEST;
    private static final Logger LOG = System.getLogger(OpenPages.class.getName());

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    PageDoor door;

    @Inject
    Sockets sockets;

    @Inject
    Talks talks;

    private final Set<OpenPage> all = ConcurrentHashMap.newKeySet();
    private final EverySecond looks = new EverySecond("Open pages were not looked at", this::look);
    private Instant watchedAt = Instant.EPOCH;

    void begin(@Observes DatabaseIsReady event) {
        looks.begin(executor);
    }

    @PreDestroy
    void stop() {
        looks.stop();
        all.forEach(page -> page.close(Closing.GOING_AWAY, "the hub ends"));
    }

    OpenPage opened(Session session, Visitor visitor) {
        var page = new OpenPage(session, sockets, visitor, new Inbox(executor, MOST_HELD));
        if (all.size() >= LiveConfig.mostPages()) {
            page.close(Closing.NOT_NOW, "this hub tells as many pages as it may");
        } else {
            all.add(page);
        }
        return page;
    }

    void closed(OpenPage page) {
        all.remove(page);
        page.ended();
    }

    void heard(OpenPage page, String text) {
        if (!page.mayTalk() || !page.inbox().put(text.length(), () -> take(page, text))) {
            page.close(Closing.TOO_MANY, "too many messages at once");
        }
    }

    private void take(OpenPage page, String text) {
        try {
            look(page, Json.read(text.getBytes(StandardCharsets.UTF_8), Look.class));
        } catch (IOException wrong) {
            page.close(Closing.UNREADABLE, wrong.getMessage());
        } catch (StoreException | WebApplicationException away) {
            LOG.log(Level.DEBUG, "live: the database is away, or the hub starts", away);
            page.close(Closing.NOT_NOW, "the hub cannot look now, try again");
        } catch (RuntimeException ourBug) {
            LOG.log(Level.WARNING, "live: a message could not be taken, which is our mistake", ourBug);
            page.close(Closing.NOT_NOW, "the hub made a mistake, which its log tells");
        }
    }

    /** What may not be seen is as what does not exist. */
    private void look(OpenPage page, Look look) {
        var seen = new LinkedHashSet<Topic>();
        var refused = new ArrayList<String>();
        for (var wanted : look.look()) {
            Topic.of(wanted)
                    .filter(topic -> maySee(page.visitor(), topic))
                    .ifPresentOrElse(seen::add, () -> refused.add(wanted));
        }
        var before = page.looks();
        page.look(seen);
        page.answer(LiveMessage.looks(List.copyOf(seen), refused));
        seen.stream()
                .filter(topic -> topic.isReadings() && !before.contains(topic))
                .forEach(topic -> talks.watch(topic.agent().orElseThrow(), WATCH_FOR));
    }

    private boolean maySee(Visitor visitor, Topic topic) {
        return topic.agent()
                .map(agent -> door.reaches(visitor, agent))
                .orElseGet(() -> !topic.kind().equals(Topic.UPTIME) || visitor.seesFleet());
    }

    void onNews(@Observes(during = TransactionPhase.AFTER_SUCCESS) News news) {
        if (!all.isEmpty()) {
            var topic = Topic.of(news);
            all.forEach(page -> page.isNew(topic));
        }
    }

    /** Those that look at the readings of this agent. */
    List<OpenPage> watching(UUID agent) {
        if (all.isEmpty()) {
            return List.of();
        }
        var topic = Topic.readingsOf(agent);
        return all.stream().filter(page -> page.looks().contains(topic)).toList();
    }

    private void look() {
        var now = Instant.now();
        all.forEach(OpenPage::send);
        for (var page : all) {
            if (page.isSilent(now, LONGEST_SILENCE)) {
                page.close(Closing.TOO_LATE, "nothing was heard for a minute");
                closed(page);
            } else if (page.isDue(now, PROOF_LOOKED_AT_EVERY) && !door.isStillThere(page.visitor())) {
                page.close(Closing.NOT_PROVEN, "the sign-in has ended, or its rights are others");
                closed(page);
            }
        }
        if (now.isAfter(watchedAt.plus(WATCH_AGAIN_AFTER))) {
            watchedAt = now;
            watched().forEach(agent -> talks.watch(agent, WATCH_FOR));
        }
    }

    private Set<UUID> watched() {
        return all.stream()
                .flatMap(page -> page.looks().stream())
                .filter(Topic::isReadings)
                .map(Topic::agent)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }
}
