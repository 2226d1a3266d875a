package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.store.batch.BatchServer;
import io.pulsefleet.store.batch.BatchServers;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Adds, changes and removes the servers whose jobs are seen, and knows which of them the caller may see. */
@ApplicationScoped
class ServerBook {

    private static final Logger LOG = System.getLogger(ServerBook.class.getName());
    private static final int MOST = 100;

    @Inject
    BatchServers stored;

    @Inject
    Vault vault;

    @Inject
    Reach reach;

    /** Those that the caller may see, by name. */
    List<BatchServer> all() {
        return stored.all().stream().filter(this::isInReach).toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404, also where the caller may not see it */
    BatchServer find(String name) {
        return stored.all().stream()
                .filter(server -> server.name().equals(name))
                .filter(this::isInReach)
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There is no batch server '" + name + "'."));
    }

    private boolean isInReach(BatchServer server) {
        return reach.isWholeFleet() || (server.group() != null && reach.includesGroup(server.group()));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 409 when the name is taken */
    ServerView add(ServerForm form, String by) {
        form.complaints(true).end();
        if (stored.all().size() >= MOST) {
            throw Problems.conflict("There are " + MOST + " batch servers already, and these are the most.");
        }
        if (!stored.add(server(form, seal(form), 0, by))) {
            throw Problems.conflict("There is a batch server '" + form.name()
                    + "' already; give this one another name, or change that one.");
        }
        LOG.log(Level.INFO, "{0} added the batch server ''{1}'' at {2}.", by, form.name(), form.plainUrl());
        return view(find(form.name()));
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404, 409 when it was changed meanwhile
     */
    ServerView change(String name, ServerForm given, String by, Seen.Still still) {
        var before = find(name);
        still.is(before.changedBy(), before.changedAt());
        var form = given.over(before);
        form.complaints(false).end();
        form.refuseToSendElsewhere(before);
        var password = form.password() == null ? before.password() : seal(form);
        if (!stored.change(server(form, password, before.revision(), by))) {
            throw Problems.conflict("Somebody else changed or removed it at the same time; look at it again.");
        }
        LOG.log(Level.INFO, "{0} changed the batch server ''{1}''.", by, name);
        return view(find(name));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    void remove(String name, String by) {
        if (!stored.remove(name)) {
            throw Problems.notFound("There is no batch server '" + name + "'.");
        }
        LOG.log(Level.INFO, "{0} removed the batch server ''{1}''.", by, name);
    }

    ServerView view(BatchServer server) {
        return ServerView.of(server, open(server).state());
    }

    Vault.Opened open(BatchServer server) {
        return vault.open(server.password(), context(server.name(), server.url(), server.user()));
    }

    private Sealed seal(ServerForm form) {
        if (!vault.trouble().isEmpty()) {
            throw Problems.conflict("The hub has no key to encrypt the password with: " + vault.trouble()
                    + ". Mend that and start the hub again.");
        }
        return vault.seal(form.password(), context(form.name(), form.plainUrl(), form.user()));
    }

    private static List<String> context(String name, String url, String user) {
        return List.of("batch-server", name, url, user);
    }

    private static BatchServer server(ServerForm form, Sealed password, long revision, String by) {
        return new BatchServer(
                form.name(),
                form.plainUrl(),
                form.user(),
                password,
                form.plainCa(),
                form.plainFingerprint(),
                form.plainGroup(),
                revision,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                by);
    }
}
